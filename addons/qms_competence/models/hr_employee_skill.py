from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class HrEmployeeSkill(models.Model):
    """A skill or certificate counts once the leader has confirmed it.

    What is confirmed stands beside what is claimed: neither is in the other's way, and
    core's way of ending an entry by a newer one begins with the confirmation.
    """

    _name = "hr.employee.skill"
    _inherit = ["qms.confirmed.mixin", "hr.employee.skill"]
    _confirmed_fields = (
        "employee_id",
        "skill_id",
        "skill_level_id",
        "valid_from",
        "valid_to",
        "certificate_file",
    )

    valid_from = fields.Date(default=fields.Date.context_today, required=True)
    employee_id = fields.Many2one(default=lambda self: self.env.user.employee_id)
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, index=True
    )
    certificate_filename = fields.Char("Name of the file", copy=False)
    certificate_file = fields.Binary("Certificate", attachment=True, copy=False)

    _in_force_of_person = models.Index(
        "(employee_id, skill_id) WHERE state = 'confirmed'"
    )

    def _init_column(self, column_name):
        """Entries made before, without a first day, begin when they were entered."""
        if column_name == "valid_from":
            self.env.cr.execute(
                SQL(
                    """UPDATE hr_employee_skill SET valid_from = create_date::date
                        WHERE valid_from IS NULL"""
                )
            )
        return super()._init_column(column_name)

    @api.model_create_multi
    def create(self, vals_list):
        # core's other ways in may say that there is none
        today = fields.Date.context_today(self)
        return super().create(
            [
                {**vals, "valid_from": vals["valid_from"] or today}
                if "valid_from" in vals
                else vals
                for vals in vals_list
            ]
        )

    def _get_overlapping_individual_skill(self, vals_list):
        """Only entries at the same point of their life are in each other's way."""
        found = super()._get_overlapping_individual_skill(vals_list)
        kept = {}
        for other, clashing in found.items():
            same = [
                vals
                for vals in clashing
                if self.browse(vals["id"]).state == other.state
                and other.state in ("claimed", "confirmed")
            ]
            if same:
                kept[other] = same
        return kept

    def _expire_individual_skills(self):
        """Core ends or deletes what a newer entry replaces; a leader decides that."""
        # sudo: the state alone
        undecided = self.sudo().filtered(lambda entry: entry.state == "claimed")
        return super(
            HrEmployeeSkill, undecided.with_env(self.env)
        )._expire_individual_skills()

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "confirm":
            self._end_replaced()
        return result

    def _end_replaced(self):
        """Of a skill one level holds at a time; certificates stand side by side."""
        new = self.filtered(lambda entry: not entry.is_certification)
        if not new:
            return
        others = self.search(
            [
                ("employee_id", "in", new.employee_id.ids),
                ("skill_id", "in", new.skill_id.ids),
                ("state", "=", "confirmed"),
                ("id", "not in", new.ids),
            ]
        ).grouped(lambda entry: (entry.employee_id, entry.skill_id))
        overtaken = self.browse()
        for entry in new:
            key = entry.employee_id, entry.skill_id
            for other in others.get(key, self.browse()):
                if other.valid_to and other.valid_to < entry.valid_from:
                    continue
                if entry.valid_to and entry.valid_to < other.valid_from:
                    continue
                if other.valid_from < entry.valid_from:
                    last = entry.valid_from - timedelta(days=1)
                    other._write_guarded({"valid_to": last})
                else:
                    overtaken |= other
        if overtaken:
            overtaken.with_env(self.env(su=False))._transition(
                "withdraw", self.env._("Replaced by a newer entry")
            )

    @api.model
    def _in_force_domain(self, date):
        """What counts on ``date``: confirmed, begun and not yet over."""
        return [
            ("state", "=", "confirmed"),
            ("valid_from", "<=", date),
            "|",
            ("valid_to", "=", False),
            ("valid_to", ">=", date),
        ]
