from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class QmsSuccessionLine(models.Model):
    """One way in which the person answers for records, and who does so after him."""

    _name = "qms.succession.line"
    _description = "Kind of work handed on"
    _inherit = "qms.transfer.line.mixin"
    _rec_name = "res_model"
    _order = "res_model, field_name, id"

    succession_id = fields.Many2one(
        "qms.succession", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="succession_id.state")
    heir_id = fields.Many2one("res.users", "Goes to", domain="[('share', '=', False)]")
    second_id = fields.Many2one(
        "res.users",
        "Or else to",
        domain="[('share', '=', False)]",
        help="What the first may not have, so that four eyes stay four.",
    )
    kept = fields.Boolean(
        "Stays with him", help="Where somebody works on, and goes on with these."
    )
    refused_count = fields.Integer(
        "Not for this heir", compute="_compute_refused_count"
    )
    note = fields.Char("What happens", compute="_compute_note")

    @api.constrains("heir_id", "second_id")
    def _check_heirs(self):
        for line in self:
            # sudo: kind and companies of accounts
            known = line.sudo()
            known.succession_id._check_heir(known.heir_id)
            known.succession_id._check_heir(known.second_id)

    @api.constrains("kept")
    def _check_kept(self):
        if any(line.kept and line.succession_id.has_left for line in self):
            raise ValidationError(self.env._("Who left keeps nothing."))

    def write(self, vals):
        if not self.env.su and set(vals) - {"heir_id", "second_id", "kept"}:
            raise ValidationError(self.env._("That follows from what the person has."))
        if not self.env.su and set(self.mapped("state")) - {"draft"}:
            raise ValidationError(self.env._("It was decided who inherits."))
        return super().write(vals)

    def _heirs(self):
        """In the order in which they are asked."""
        return [
            heir
            for heir in (self.heir_id or self.succession_id.heir_id, self.second_id)
            if heir
        ]

    def _giver(self):
        return self.succession_id.ordered_by_id or self.env.user

    def _model(self):
        return super()._model().with_company(self.succession_id.company_id)

    def _is_mine(self):
        """Whether who orders it may hand on this kind."""
        if not self._holding().manager_only:
            return True
        mandate = self.succession_id._mandate_order()
        role = self.succession_id.role or (mandate and mandate.role)
        return role == "quality_manager"

    def _open_domain(self):
        succession = self.succession_id
        model, holding = self._model(), self._holding()
        held = model._held_domain(holding, succession.user_id, succession.company_id)
        held &= succession._scope_domain(model)
        return held & ~model._withheld_domain(self._giver())

    def _has_open(self):
        """Counted anew, whatever the screen has counted before."""
        return bool(self._model().search_count(self._open_domain(), limit=1))

    def _refused_domain(self, heir):
        return self._model()._refused_heir_domain(self._holding(), heir, self._giver())

    def _movable_domains(self):
        if not self._is_mine() or self._is_kept():
            return []
        held = self._open_domain()
        if self._holding().ends:
            return [(held, self.env["res.users"])]
        return [(held & ~self._refused_domain(heir), heir) for heir in self._heirs()]

    def _left_over(self):
        """How many nobody of those named may have."""
        refused = [self._refused_domain(heir) for heir in self._heirs()]
        domain = Domain.AND([self._open_domain(), *refused])
        return self._model().search_count(domain)

    @api.depends("heir_id", "second_id", "succession_id.heir_id")
    def _compute_refused_count(self):
        for line in self:
            first = line._heirs()[:1]
            line.refused_count = (
                line._model().search_count(
                    line._open_domain() & line._refused_domain(first[0])
                )
                if first and not line._holding().ends
                else 0
            )

    @api.depends("refused_count", "kept")
    def _compute_note(self):
        for line in self:
            line.note = line._note()

    def _note(self):
        if self.state == "done" or not self.open_count:
            return ""
        if not self._is_mine():
            return self.env._("For a quality manager to hand on")
        if self._is_kept():
            return ""
        if self._holding().ends:
            return self.env._("Personal: it ends")
        if self.refused_count:
            return self.env._(
                "%s cannot go to the first: the same person would check the own work",
                self.refused_count,
            )
        return ""

    def _is_kept(self):
        return self.kept and not self.succession_id.has_left

    def _missing_heir(self):
        if self._is_kept() or not self._is_mine() or self._holding().ends:
            return []
        if self.open_count and (left := self._left_over()):
            return [
                self.env._(
                    "%(what)s: an heir for %(count)s who may have them",
                    what=self.name,
                    count=left,
                )
            ]
        return []

    def _move(self, records, destination):
        person = self.succession_id.user_id
        holding, before = self._holding(), self._before(records)
        if holding.ends:
            records._end_holding(holding, person)
        else:
            records._hand_on(holding, person, destination)
        self._decide(self.succession_id, records, "hand_on", before)
