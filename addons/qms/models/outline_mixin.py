import re

from odoo import api, fields, models

INDENT = "\N{EM SPACE}" * 2


def natural_key(text):
    """'10.2 Plan' -> '000010_000002_plan': compares as people count."""
    padded = re.sub(r"\d+", lambda digits: digits[0].zfill(6), text.lower())
    return re.sub(r"\W+", "_", padded).strip("_")


class QmsOutlineMixin(models.AbstractModel):
    """A tree whose nodes have a name and may have a number, in natural order.

    A model declares ``parent_id``, ``name`` and the field of the number.
    """

    _name = "qms.outline.mixin"
    _description = "Numbered tree"
    _order = "sort_key, id"
    _parent_store = True

    _outline_number = "number"

    parent_path = fields.Char(index=True, export_string_translation=False)
    sort_key = fields.Char(
        compute="_compute_sort_key",
        store=True,
        recursive=True,
        index=True,
        export_string_translation=False,
    )
    outline_name = fields.Char(string="Outline", compute="_compute_outline_name")

    @api.depends(lambda self: ("parent_id.sort_key", *self._get_sort_key_depends()))
    def _compute_sort_key(self):
        # the order does not change with the reader's language
        for node in self.with_context(lang=None):
            own = natural_key(node[self._outline_number] or node.name or "")
            node.sort_key = "/".join(
                (node.parent_id.sort_key or node._get_sort_prefix(), own)
            )

    @api.depends("name", "parent_path")
    @api.depends_context("lang")
    def _compute_outline_name(self):
        for node in self:
            depth = (node.parent_path or "").count("/") - 1
            node.outline_name = INDENT * depth + (node.name or "")

    def _get_sort_key_depends(self):
        return [self._outline_number, "name"]

    def _get_sort_prefix(self):
        """What orders the roots before their number does."""
        return ""
