from odoo import api, fields, models
from odoo.exceptions import ValidationError

# working days the leader has to hand on what a leaver had
ASK_DAYS = 5


class QmsSuccession(models.Model):
    """Hand on in one step what a person has open or answers for time and again.

    Asked for when somebody's last employment here is archived or his account closed;
    until it is done his leader inherits what he owed, by the rule that holds for all
    duties. Who goes to another unit or job keeps what he owes until the leader he had
    hands on what belongs there. What is closed keeps his name.
    """

    _name = "qms.succession"
    _description = "Work handed on"
    _inherit = ["qms.succession.asking", "qms.transfer.mixin"]
    _order = "id desc"
    _rec_names_search = ["number"]
    _system_fields = ("department_id", "date_asked", "cause", "from_unit_id")

    user_id = fields.Many2one(
        "res.users",
        "Whose work",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
        context={"active_test": False},
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Where the person works or worked last; its leaders may hand on.",
    )
    heir_id = fields.Many2one(
        "res.users",
        "Goes to",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Everything for which no other heir is named below.",
    )
    date_asked = fields.Date(
        "Asked for on",
        readonly=True,
        default=lambda self: fields.Date.context_today(self),
    )
    line_ids = fields.One2many("qms.succession.line", "succession_id", "What he has")
    has_left = fields.Boolean(compute="_compute_has_left")

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for succession in self:
            succession.display_name = self.env._(
                "Work handed on %s", succession.number or ""
            )

    @api.depends("user_id", "company_id", "from_unit_id")
    def _compute_department_id(self):
        for succession in self:
            # sudo: where he works or worked
            known = succession.sudo()
            succession.department_id = (
                known.from_unit_id or known.user_id._qms_last_unit(known.company_id)
            )

    @api.depends("user_id.active", "user_id.share", "user_id.qms_left")
    def _compute_has_left(self):
        for succession in self:
            # sudo: whether the account is open
            succession.has_left = not succession.sudo().user_id._qms_works_here()

    @api.constrains("user_id", "heir_id", "company_id")
    def _check_people(self):
        for succession in self:
            # sudo: kind and companies of accounts
            known = succession.sudo()
            if known.company_id not in known.user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s.",
                        person=known.user_id.name,
                        company=known.company_id.name,
                    )
                )
            known._check_heir(known.heir_id)

    def _check_heir(self, heir):
        """An heir is here, reaches the company's records and is somebody else."""
        if not heir:
            return
        if not heir._qms_works_here() or self.company_id not in heir.company_ids:
            raise ValidationError(
                self.env._("%s cannot be turned to in this company.", heir.name)
            )
        # a person's new login takes over from the old one
        is_same = heir == self.user_id or self.cause != "account"
        if is_same and heir._qms_is_one_of(self.user_id):
            raise ValidationError(self.env._("The heir is somebody else."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            today = fields.Date.context_today(self)
            by_hand = {"cause": "begun", "from_unit_id": False, "date_asked": today}
            vals_list = [{**vals, **by_hand} for vals in vals_list]
        successions = super().create(vals_list)
        successions.action_collect()
        successions._sync_duties()
        return successions

    def write(self, vals):
        fixed = {"user_id", "company_id"} & set(vals)
        if fixed and not self.env.su:
            raise ValidationError(
                self.env._("Give this one up and begin another for another person.")
            )
        return super().write(vals)

    def action_collect(self):
        """Look again at what the person has."""
        self.check_access("write")
        for succession in self.filtered(lambda record: record.state == "draft"):
            # sudo: counts alone, of records of whatever unit
            succession.sudo()._collect()

    def _collect(self):
        known = {(line.res_model, line.field_name) for line in self.line_ids}
        wanted = [
            {"succession_id": self.id, "res_model": name, "field_name": holding.field}
            for name in self.env["qms.holding.mixin"]._held_models()
            for holding in self.env[name]._get_holdings()
            if (name, holding.field) not in known
        ]
        lines = self.line_ids.create(wanted)
        lines.filtered(lambda line: not line.open_count).unlink()

    # ------------------------------------------------------------
    # Who may, what is missing, who owes it
    # ------------------------------------------------------------

    def _mandate_order(self):
        """Quality managers, and the leaders above the person who leaves."""
        if mandate := super()._mandate_order():
            return mandate
        # sudo: where he works or worked
        succession = self.sudo()
        user = self.env.user
        return succession.department_id._qms_mandate(
            succession.company_id, user, succession.user_id
        )

    def _missing_order(self):
        missing = super()._missing_order()
        # sudo: whether the heirs are still here
        heirs = self.sudo().heir_id | self.line_ids.sudo().heir_id
        heirs |= self.line_ids.sudo().second_id
        for heir in heirs.filtered(lambda user: not user._qms_works_here()):
            missing.append(
                self.env._("another heir: %s works here no longer", heir.name)
            )
        held = self.line_ids.filtered("open_count")
        if held and not any(line._is_mine() for line in held):
            missing.append(
                self.env._("a quality manager: what is left is theirs to hand on")
            )
        for line in self.line_ids:
            missing += line._missing_heir()
        return missing

    def _get_duties(self):
        asked = self.filtered(lambda each: each.state == "draft" and each._is_asked())
        return [succession._get_own_duty() for succession in asked]

    def _get_own_duty(self):
        user, mandate = self.department_id._qms_decider(self.company_id, self.user_id)
        due = self.company_id._qms_add_workdays(self.date_asked, ASK_DAYS)
        duty = {
            "record": self,
            "unit": self.department_id,
            "verb": "hand_on",
            "deadline": due,
        }
        if not user or self._is_for_managers():
            return {**duty, "group": self.env.ref("qms.group_quality_manager")}
        return {**duty, "user": user, "behalf_of": mandate.behalf_of}

    def _settle(self):
        self.user_id._qms_drop_lost_followings()
        return super()._settle()

    def action_finish(self):
        """What a quality manager alone hands on is asked for anew, of them."""
        result = super().action_finish()
        asked = self.filtered(lambda each: each.has_left or each.cause != "begun")
        # sudo: the system asks
        asked.sudo()._ask_for_rest()
        return result
