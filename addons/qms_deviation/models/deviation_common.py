from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.models.res_company import LEVEL_ORDER
from odoo.addons.qms.tools.lifecycle import Mandate, Transition

# what the common analysis found, taken over by those that follow it
FOUND_IN_COMMON = ("cause", "cause_kind_id", "no_cause_because")
# a step of its own would leave the common analysis behind
OWN_STEPS = ("treat", "settle")
# who takes one of these goes another way than the analysis he carries or follows
LEAVING_STEPS = (
    "change_flow",
    "dismiss",
    "go_along",
    "hand_over",
    "merge",
    "transfer",
)


class QmsDeviationCommon(models.AbstractModel):
    """Several small cases under one analysis: one case carries it, the others follow.

    Who follows waits in the analysis, takes over the cause that was found and closes
    with the case that carries it: by a decision of its own, with its own answer to its
    own reporter.
    """

    _name = "qms.deviation.common"
    _description = "Common analysis"

    common_id = fields.Many2one(
        "qms.deviation",
        "Analysed together with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    follower_ids = fields.One2many(
        "qms.deviation", "common_id", "Analysed together with this", readonly=True
    )

    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition(
                "follow",
                ("reported", "analysis"),
                "analysis",
                "_mandate_first_reader",
                flows=("deviation",),
            ),
            Transition(
                "part",
                ("analysis",),
                None,
                "_mandate_part",
                reason=True,
            ),
            Transition(
                "close_along",
                ("analysis",),
                "closed",
                "_mandate_close_along",
                ("_missing_common",),
                blind=True,
            ),
        )

    def _transition_labels(self):
        return super()._transition_labels() | {
            "follow": self.env._("Analysed together with another"),
            "part": self.env._("Parted from the common analysis"),
            "close_along": self.env._("Closed with the common analysis"),
        }

    # ------------------------------------------------------------
    # The steps
    # ------------------------------------------------------------

    def action_analyse_together(self):
        """Ask which of the chosen cases carries the analysis of all of them."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Analyse together"),
            "res_model": "qms.deviation.together",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_deviation_ids": self.ids},
        }

    def action_follow(self, common_id):
        """These cases are analysed together with the one of that id.

        :raise UserError: with all that bars it, in one message
        """
        lead = self.browse(common_id).exists()
        (self | lead).check_access("read")
        (self | lead)._lock()
        lead.check_access("write")
        if not lead._mandate_first_reader():
            raise UserError(
                self.env._("%s: its analysis is not yours.", lead.display_name)
            )
        lead._refuse_barred_together(self)
        return self._transition("follow", common_id=lead.id)

    def action_part(self, reason=None):
        """Back to an analysis of its own."""
        return self._transition("part", reason, common_id=False)

    def action_close_along(self):
        """Close with the case whose analysis it followed."""
        return self._transition("close_along")

    def _refuse_barred_together(self, followers):
        barred = [
            f"{case.display_name}: {bar}"
            for case, bars in [
                (self, self._barred_from_carrying()),
                *[(case, case._barred_from_following(self)) for case in followers],
            ]
            for bar in bars
        ]
        if barred:
            raise UserError(
                self.env._("Not analysed together:") + "\n" + "\n".join(barred)
            )

    def _barred_from_together(self):
        bars = []
        if self._is_too_severe():
            bars.append(self.env._("it is too severe and has an analysis of its own"))
        if self.type_id.regulated:
            bars.append(self.env._("the law regulates this type of case"))
        if self.common_id:
            bars.append(self.env._("it follows another case already"))
        return bars

    def _is_too_severe(self):
        return LEVEL_ORDER[self.level or "low"] >= LEVEL_ORDER["high"]

    def _barred_from_carrying(self):
        bars = self._barred_from_together()
        if self.state not in ("reported", "analysis"):
            bars.append(self.env._("its analysis is over"))
        return bars

    def _barred_from_following(self, lead):
        bars = self._barred_from_together()
        if self == lead:
            bars.append(self.env._("it cannot follow itself"))
        if self.company_id != lead.company_id:
            bars.append(self.env._("it belongs to another company"))
        if self.confidentiality != lead.confidentiality:
            bars.append(self.env._("one is confidential and the other is not"))
        # sudo: whether there are any, whoever may read them
        if self.sudo().follower_ids:
            bars.append(self.env._("others follow it"))
        if self.sudo().action_ids:
            bars.append(self.env._("it has actions of its own"))
        return bars

    # ------------------------------------------------------------
    # Who may, and what is missing
    # ------------------------------------------------------------

    def _mandate_part(self):
        # sudo: whether it follows another, nothing else
        return self._mandate_first_reader() if self.sudo().common_id else None

    def _mandate_close_along(self):
        """Whoever reads it first, or handles the case that it follows."""
        # sudo: which case it follows, also where the caller reads that one only
        lead = self.sudo().common_id.with_env(self.env)
        if not lead:
            return None
        own = self._mandate_first_reader()
        return own or (lead._mandate_first_reader() and Mandate("handler"))

    def _missing_common(self):
        missing = []
        if self.common_id.state != "closed":
            missing.append(
                self.env._("%s must be closed first", self.common_id.display_name)
            )
        if self._is_too_severe():
            missing.append(
                self.env._("an analysis of its own: it has become too severe")
            )
        return missing

    def _missing_for(self, step):
        points = super()._missing_for(step)
        if self.common_id and step.name in OWN_STEPS:
            points.append(
                self.env._(
                    "it is analysed together with %s; part them first",
                    self.common_id.display_name,
                )
            )
        if step.name in LEAVING_STEPS and self._following():
            points.append(
                self.env._(
                    "%s cases follow it; part them first", len(self._following())
                )
            )
        return points

    def _allowed_transitions(self):
        # sudo: which case it follows and whether that is closed
        lead = self.sudo().common_id
        hidden = OWN_STEPS if lead else ()
        if lead.state != "closed":
            hidden += ("close_along",)
        return [name for name in super()._allowed_transitions() if name not in hidden]

    def _next_missing(self):
        if self.common_id and self.state == "analysis":
            # sudo: as when the step is taken
            return self.sudo()._missing_common()
        return super()._next_missing()

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _following(self):
        """The cases that close with these."""
        return self.follower_ids.filtered(lambda case: case.state == "analysis")

    def _transition_values(self, step):
        values = super()._transition_values(step)
        leaves = step.name in ("reopen", *LEAVING_STEPS)
        return {**values, "common_id": False} if leaves else values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "follow":
            self._make_responsible()
        if step.name == "close_along":
            self._take_over_cause()
        if step.name == "close":
            self._close_followers()
        return result

    def _close_followers(self):
        # sudo: who closes the analysis closes what hangs on it, read or not
        if followers := self.sudo()._following():
            followers.sudo(False).action_close_along()

    def _take_over_cause(self):
        """What was found, and for the register the summary where none was written.

        Texts only where the same people may read them; made confidential since, one
        keeps them from the other.
        """
        for case in self:
            lead = case.common_id
            alike = case.confidentiality == lead.confidentiality
            names = [*FOUND_IN_COMMON, "summary"] if alike else ["cause_kind_id"]
            values = {name: lead[name] for name in names if not case[name]}
            case._write_guarded(
                {
                    name: value.id if hasattr(value, "ids") else value
                    for name, value in values.items()
                }
            )

    def _get_duties(self):
        """Who follows owes nothing until the common analysis is over."""
        own = self.filtered(
            lambda case: (
                not (case.state == "analysis" and case.common_id)
                or case.common_id.is_closed
            )
        )
        return super(QmsDeviationCommon, own)._get_duties()
