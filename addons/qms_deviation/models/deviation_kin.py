from odoo import Command, fields, models
from odoo.exceptions import UserError

# what a case split off takes along, besides its dates
SPLIT_FIELDS = (
    "company_id",
    "correction",
    "date_deadline",
    "date_reported",
    "department_id",
    "description",
    "hidden_from_id",
    "occurred_on",
    "place",
    "process_id",
    "reading_department_id",
    "requirement_id",
    "responsible_id",
    "touched_id",
    "type_id",
)


class QmsDeviationKin(models.AbstractModel):
    """Several cases out of one report, one case out of several reports."""

    _name = "qms.deviation.kin"
    _description = "Cases that belong together"

    split_from_id = fields.Many2one(
        "qms.deviation", readonly=True, copy=False, index="btree_not_null"
    )
    split_ids = fields.One2many("qms.deviation", "split_from_id", "Split into")
    merged_into_id = fields.Many2one(
        "qms.deviation",
        "The same as",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    merged_ids = fields.One2many("qms.deviation", "merged_into_id", "Reported again as")
    kin = fields.Char("Belongs together with", compute="_compute_kin")

    def _compute_kin(self):
        # sudo: type and number, also of what the reader of this one may not read
        cases = self.sudo()
        later = cases.search_fetch(
            fields.Domain("split_from_id", "in", self._origin.ids)
            | fields.Domain("merged_into_id", "in", self._origin.ids),
            ["number", "type_id", "split_from_id", "merged_into_id"],
        )
        none = cases.browse()
        split = {**later.grouped("split_from_id"), none: none}
        merged = {**later.grouped("merged_into_id"), none: none}
        for case in cases:
            others = case.split_from_id | split.get(case._origin, none)
            others |= case.merged_into_id | merged.get(case._origin, none)
            case.kin = ", ".join(others.mapped("display_name"))

    def action_split(self):
        """Ask what the second case is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Split"),
            "res_model": "qms.deviation.split",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_deviation_id": self.id,
                "default_description": self.description,
                "default_type_id": self.type_id.id,
            },
        }

    def action_merge(self, reason=None):
        """Ask which of these cases is kept; the others are the same."""
        oldest = self.sorted(lambda case: (case.date_reported, case.id))[:1]
        return self._ask_merge(self, oldest, reason)

    def action_absorb(self, reason=None):
        """Ask which other cases are the same as this one."""
        self.ensure_one()
        return self._ask_merge(self, self, reason)

    def _ask_merge(self, cases, kept, reason):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": "qms.deviation.merge",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_deviation_ids": cases.ids,
                "default_kept_id": kept.id,
            },
        }

    # ------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------

    def _split(self, description, kind=None):
        """A second case from the same reports, with a decision on both."""
        self.ensure_one()
        self._transition("split")
        # sudo: nobody makes cases by hand
        case = self.sudo()
        second = case.create([{**case._prepare_split(), "description": description}])
        second._write_guarded({"confidentiality": case.confidentiality})
        if kind and kind.flow == "complaint":
            for sender in case.sender_ids:
                sender.copy({"deviation_id": second.id})
        second = second.with_env(self.env)
        second._transition("split")
        if kind:
            second._change_type(kind)
        second._tell_safety_reps()
        return second

    def _prepare_split(self):
        values = {name: self[name] for name in SPLIT_FIELDS}
        return {
            **{
                name: value.id if isinstance(value, models.BaseModel) else value
                for name, value in values.items()
            },
            "handler_ids": self.handler_ids.ids,
            "report_ids": [Command.set(self.report_ids.ids)],
            "split_from_id": self.id,
        }

    # ------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------

    def _merge_into(self, kept):
        """End these cases as the same as ``kept``, whose answer their reporters get."""
        kept.ensure_one()
        others = self - kept
        if not others:
            raise UserError(self.env._("Choose at least two cases."))
        others._check_mergeable(kept)
        (others | kept)._lock()
        # sudo: reports and senders belong to the case, whoever reads them
        reports, senders = others.sudo().report_ids, others.sudo().sender_ids
        numbers = ", ".join(others.mapped("number"))
        others._transition(
            "merge",
            self.env._("The same as %s", kept.number),
            merged_into_id=kept.id,
            report_ids=[Command.clear()],
        )
        kept._transition(
            "absorb",
            self.env._("The same as %s", numbers),
            report_ids=[Command.link(report.id) for report in reports],
        )
        senders.deviation_id = kept.sudo()

    def _check_mergeable(self, kept):
        """Nobody gets to read by it what he could not read before."""
        self.check_access("read")
        kept.check_access("read")
        for case in self:
            if case.company_id != kept.company_id:
                raise UserError(self.env._("Only cases of one company are merged."))
            if case.confidentiality == "confidential" != kept.confidentiality:
                raise UserError(
                    self.env._(
                        "%(case)s is confidential and %(kept)s is not: keep the "
                        "confidential one, or make the other confidential first.",
                        case=case.display_name,
                        kept=kept.display_name,
                    )
                )
            if case._severity() > kept._severity() and case.is_serious:
                raise UserError(
                    self.env._(
                        "%s is serious, and more severe: keep that one.",
                        case.display_name,
                    )
                )
            # sudo: from whom it is hidden
            hidden = case.sudo().hidden_from_id
            if hidden and hidden != kept.sudo().hidden_from_id:
                raise UserError(
                    self.env._(
                        "%s is hidden from a leader; keep that one.", case.display_name
                    )
                )

    def _duplicates(self):
        """All that ended as the same as these, however many steps away."""
        found = self.merged_ids.filtered(lambda case: case.state == "dismissed")
        return found | found._duplicates() if found else found

    def _alike_domain(self):
        """Other cases from the same reports are the same event, not one more."""
        # sudo: which reports the case came from
        reports = self.sudo().report_ids
        return super()._alike_domain() & fields.Domain(
            "report_ids", "not in", reports.ids
        )

    def _transition_labels(self):
        return super()._transition_labels() | {
            "split": self.env._("Split"),
            "merge": self.env._("Ended as a duplicate"),
            "absorb": self.env._("Duplicates merged into it"),
        }
