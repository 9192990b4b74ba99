from lxml import etree

from odoo import fields, models

from .wheel_occurrence import RINGS

ATTRIBUTES = {"__validate__", "string", "class", "js_class", "rings", "year_filters"}


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("wheel", "Wheel")])

    def _get_view_info(self):
        return {"wheel": {"icon": "fa fa-pie-chart"}} | super()._get_view_info()

    def _is_qweb_based_view(self, view_type):
        return super()._is_qweb_based_view(view_type) or view_type == "wheel"

    def _validate_tag_wheel(self, node, name_manager, node_info):
        """A wheel has attributes only, and a model that draws itself."""
        if not node_info["validate"]:
            return
        if not hasattr(name_manager.model, "action_read_wheel"):
            message = self.env._(
                "%s cannot be drawn as a wheel.", name_manager.model._name
            )
            self._raise_view_error(message, node)
        for child in node.iterchildren(etree.Element):
            message = self.env._("A wheel holds nothing, got %s.", child.tag)
            self._raise_view_error(message, child)
        unknown = ", ".join(sorted(set(node.attrib) - ATTRIBUTES))
        if unknown:
            message = self.env._("A wheel has no attribute %s.", unknown)
            self._raise_view_error(message, node)
        if node.get("rings", "kind") not in RINGS:
            message = self.env._("A wheel's rings are one of: %s", ", ".join(RINGS))
            self._raise_view_error(message, node)
