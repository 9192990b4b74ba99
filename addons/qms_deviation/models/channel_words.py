from odoo import fields, models

# languages people write in at work, whatever language their screen is in
LANGUAGES = [
    ("da", "Danish"),
    ("en", "English"),
    ("fi", "Finnish"),
    ("nb", "Norwegian Bokmål"),
    ("nn", "Norwegian Nynorsk"),
    ("se", "Northern Sami"),
    ("sv", "Swedish"),
]


class QmsChannelWords(models.Model):
    """By which words of one language a channel is recognised."""

    _name = "qms.channel.words"
    _description = "Words of a channel"
    _inherit = ["qms.shared.mixin", "qms.cached.mixin"]
    _order = "channel_id, language, id"
    _rec_name = "language"

    channel_id = fields.Many2one(
        "qms.channel", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="channel_id.company_id", store=True, index=True
    )
    language = fields.Selection(LANGUAGES, required=True)
    words = fields.Text(
        required=True,
        help="One word or phrase a line; found at the beginning of a word, so without "
        "its ending: 'accident' finds 'accidents'.",
    )

    _language_unique = models.UniqueIndex(
        "(channel_id, language)", "One line per language."
    )
