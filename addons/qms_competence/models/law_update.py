from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.qms.tools.lifecycle import Mandate, Point, Transition

SAY_DAYS = 10
READ_DAYS = 20


class QmsLawUpdate(models.Model):
    """A new or changed law: who is concerned, what it changes, and who has read it."""

    _name = "qms.law.update"
    _description = "Law update"
    _inherit = ["qms.law.holding", "qms.record.mixin", "qms.reading.mixin"]
    _order = "id desc"
    _rec_names_search = ["number", "reference", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "summary")
    _qms_neutral_texts = ("summary",)
    _system_fields = ("company_id",)

    _lifecycle_start = "noted"
    _lifecycle_closed = ("ended", "dismissed")
    _lifecycle_stamps = ("date_assigned", "date_sent", "date_closed")
    _lifecycle_editable = {
        "assigned": ("owner_id", "effect_ids", "summary"),
        "sent": ("owner_id",),
    }
    _lifecycle_transitions = (
        Transition(
            "assign", ("noted",), "assigned", "_mandate_units", ("_missing_assign",)
        ),
        Transition("send", ("assigned",), "sent", "_mandate_send", ("_missing_send",)),
        Transition("end", ("sent",), "ended", "_mandate_end"),
        Transition(
            "dismiss",
            ("noted", "assigned"),
            "dismissed",
            "_mandate_end",
            reason=True,
        ),
    )

    name = fields.Char("Title", required=True, tracking=True)
    reference = fields.Char(
        required=True,
        help="As the gazette calls it; each law stands here once.",
    )
    date_issued = fields.Date("Issued on")
    valid_from = fields.Date("In force from", tracking=True)
    source = fields.Char("Issued by")
    url = fields.Char("Link", help="Begins with https.")
    summary = fields.Text("What it is about")
    state = fields.Selection(
        [
            ("noted", "Noted"),
            ("assigned", "What does it change?"),
            ("sent", "To be read"),
            ("ended", "Ended"),
            ("dismissed", "Dismissed"),
        ],
        default="noted",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    unit_ids = fields.Many2many(
        "hr.department",
        "qms_law_update_unit_rel",
        string="Units concerned",
        check_company=True,
        help="Whoever works in them or in units below reads it.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        "qms_law_update_job_rel",
        string="Jobs concerned",
        check_company=True,
        help="Whoever has one of them reads it, in whatever unit.",
    )
    effect_ids = fields.One2many("qms.law.effect", "law_id", "What it changes")
    my_effect_id = fields.Many2one("qms.law.effect", compute="_compute_my_effect_id")
    date_deadline = fields.Date("Read by", tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    date_assigned = fields.Date("Assigned on", readonly=True, copy=False)
    date_sent = fields.Date("Sent out on", readonly=True, copy=False)
    date_closed = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _reference_once = models.UniqueIndex(
        "(company_id, reference)", "This law stands here already."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for law in self:
            law.display_name = self.env._("Law update %s", law.number or "")

    @api.depends("effect_ids.date_said", "state")
    @api.depends_context("uid")
    def _compute_my_effect_id(self):
        for law in self:
            law.my_effect_id = law.effect_ids.filtered(
                lambda effect: (
                    effect.user_id == self.env.user
                    and not effect.date_said
                    and effect.law_state == "assigned"
                )
            )[:1]

    @api.constrains("url")
    def _check_url(self):
        for law in self:
            if law.url and not law.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("A link begins with https:// or http://.")
                )

    @api.onchange("effect_ids")
    def _onchange_effect_ids(self):
        """Those of a process are concerned, until units or jobs are chosen."""
        if not self.unit_ids and not self.job_ids:
            self.unit_ids = self.effect_ids.process_id.department_ids

    def _duty_name(self):
        return self.name

    def _reading_text(self):
        """What is shown to who has no login: what it is about, and what it changes."""
        answers = dict(
            self.env["qms.law.effect"]
            ._fields["answer"]
            ._description_selection(self.env)
        )
        lines = [
            f"{answers[effect.answer]}: {effect.text}"
            for effect in self.effect_ids
            if effect.answer
        ]
        return "\n".join(filter(None, [self.name, self.summary, *lines]))

    def _reading_address(self):
        return self.url or ""

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_assign(self):
        """Ask one person per process what it changes."""
        return self._transition("assign")

    def action_send(self):
        """It goes out: everybody in the units concerned reads it."""
        return self._transition("send")

    def action_end(self):
        """Nobody has to read it from now on."""
        return self._transition("end")

    def action_dismiss(self, reason=None):
        """It does not concern us."""
        return self._transition("dismiss", reason)

    def _mandate_send(self):
        """Who was asked what it changes, the last of them in fact."""
        # sudo: who was asked
        if self.env.user in self.sudo().effect_ids.user_id:
            return Mandate("owner")
        return self._mandate_units()

    def _mandate_end(self):
        # sudo: whose it is
        if self.sudo().owner_id == self.env.user:
            return Mandate("owner")
        return self._mandate_units()

    def _missing_assign(self):
        missing = []
        if not (self.unit_ids or self.job_ids):
            missing.append(Point(self.env._("the units or jobs concerned"), "unit_ids"))
        if not self.effect_ids:
            missing.append(
                Point(self.env._("who says first what it changes"), "effect_ids")
            )
        return missing

    def _missing_send(self):
        missing = [
            Point(
                self.env._(
                    "what it changes in %s",
                    effect.process_id.name or self.env._("the units"),
                ),
                "effect_ids",
            )
            for effect in self.effect_ids
            if not effect.date_said
        ]
        return missing

    def _transition_values(self, step):
        values = super()._transition_values(step)
        company = self[:1].company_id
        stamps = {"assign": "date_assigned", "send": "date_sent"}
        if step.name in stamps:
            values[stamps[step.name]] = company._qms_today()
        if step.name == "send":
            today = company._qms_today()
            values["date_deadline"] = company._qms_add_workdays(today, READ_DAYS)
        if step.target in self._lifecycle_closed:
            values["date_closed"] = company._qms_today()
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "send":
            for law in self:
                law._start_reading(law.unit_ids, law.date_deadline, jobs=law.job_ids)
        if step.name == "end":
            self._end_reading()
        return result

    def _decision_content(self):
        """With what was said of each process."""
        said = [
            (effect.process_id.id, effect.answer or "", effect.text or "")
            for effect in self.effect_ids
        ]
        return {**super()._decision_content(), "effects": said}

    def _get_duties(self):
        """Whoever is asked first says it; reading is owed by the rows of its round."""
        duties = []
        for law in self.filtered(lambda each: each.state == "assigned"):
            company = law.company_id
            deadline = company._qms_add_workdays(law.date_assigned, SAY_DAYS)
            for effect in law.effect_ids.filtered(lambda each: not each.date_said):
                duties.append(
                    {
                        "record": law,
                        "verb": "say",
                        "user": effect.user_id,
                        "unit": law.unit_ids[:1],
                        "deadline": deadline,
                    }
                )
        return duties

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "assign": self.env._("Assigned"),
            "send": self.env._("Sent out"),
            "end": self.env._("Ended"),
            "dismiss": self.env._("Dismissed"),
        }

    def _get_print_fields(self):
        return [
            (
                self.env._("Law"),
                ["reference", "name", "source", "date_issued", "valid_from", "url"],
            ),
            (self.env._("Read and understood"), ["unit_ids", "job_ids", "date_sent"]),
        ]

    # ------------------------------------------------------------
    # By subject
    # ------------------------------------------------------------

    def _assign_by_subject(self, texts=None):
        """Whom it concerns, by its title; those it concerns are asked.

        :param dict texts: more to look at than the title, per id
        :return: those that were assigned
        """
        subjects = self.env["qms.law.subject"].search(
            [("company_id", "in", self.company_id.ids)]
        )
        assigned = self.browse()
        for law in self:
            text = f"{law.name} {(texts or {}).get(law.id, '')}"
            found = subjects.filtered(
                lambda each, law=law: each.company_id == law.company_id
            )._concerned_by(text)
            if found and law._note_concerned(found):
                assigned |= law
        if assigned:
            assigned.action_assign()
        return assigned

    def _note_concerned(self, subjects):
        """Units and first persons from ``subjects``; whether there is anybody."""
        effects = [
            {
                "law_id": self.id,
                "process_id": process.id,
                "user_id": process.owner_id.id,
            }
            for process in subjects.process_ids
            if process.owner_id
        ]
        if not effects:
            # without a process the leader of the first unit that has one
            leaders = [unit._qms_leaders()[:1] for unit in subjects.unit_ids]
            first = next((leader for leader in leaders if leader), self.owner_id)
            effects = [{"law_id": self.id, "user_id": first.id}]
        units = subjects.unit_ids | subjects.process_ids.department_ids
        if not (units or subjects.job_ids):
            return False
        self.write({"unit_ids": units.ids, "job_ids": subjects.job_ids.ids})
        self.env["qms.law.effect"].create(effects)
        return True
