from odoo import api, fields, models
from odoo.exceptions import ValidationError


def normal(text):
    """``text`` as words are compared: case and spacing make no difference."""
    return " ".join((text or "").split()).casefold()


class QmsTakeoverWord(models.Model):
    """What a word of an old register means here, for one company."""

    _name = "qms.takeover.word"
    _description = "Word of an old register"
    _order = "kind, word, id"
    _rec_name = "word"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("state", "State"), ("type", "Type")],
        "Stands for a",
        required=True,
        default="state",
    )
    word = fields.Char(
        required=True, help="As the old register writes it; case does not matter."
    )
    key = fields.Char(compute="_compute_key", store=True)
    state = fields.Selection(
        lambda self: [
            (state, label)
            for state, label in self.env["qms.deviation"]._state_choices()
            if state != "handed_over"
        ]
    )
    type_id = fields.Many2one("qms.deviation.type", ondelete="cascade", index=True)

    _key_unique = models.UniqueIndex(
        "(company_id, kind, key)", "This word has its meaning already."
    )

    @api.depends("word")
    def _compute_key(self):
        for word in self:
            word.key = normal(word.word)

    @api.constrains("kind", "state", "type_id")
    def _check_meaning(self):
        for word in self:
            if not word._meaning():
                raise ValidationError(
                    self.env._("Say what the word '%s' means here.", word.word)
                )

    def _meaning(self):
        return self.state if self.kind == "state" else self.type_id.id

    @api.model
    def _meanings(self, kind, company):
        """What the words of ``company`` mean, per word as :func:`normal` writes it."""
        words = self.search([("kind", "=", kind), ("company_id", "=", company.id)])
        return {word.key: word._meaning() for word in words}
