from lxml import etree

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .conformance_common import ConformanceCase

SUBVIEWS = {"list", "form", "kanban", "graph", "pivot", "calendar"}


@tagged("post_install", "-at_install", "qms")
class TestConformanceViews(ConformanceCase):
    """Every view, menu and window of ours."""

    def _buttons(self, node, model):
        """Names of the methods the arch calls, each with its model."""
        for child in node.iterchildren(etree.Element):
            inner = model
            if child.tag == "field" and any(sub.tag in SUBVIEWS for sub in child):
                inner = self.env[model._fields[child.get("name")].comodel_name]
            elif child.get("type") == "object" and child.get("name"):
                yield child.get("name"), model
            yield from self._buttons(child, inner)

    def _is_callable(self, name, model):
        try:
            return bool(get_public_method(model, name))
        except (AccessError, AttributeError):
            return False

    def test_buttons_call_public_methods(self):
        findings = set()
        for xml_id, view in self._own("ir.ui.view"):
            if view.type == "qweb" or not view.model:
                continue
            for name, model in self._buttons(
                view._get_combined_arch(), self.env[view.model]
            ):
                if not self._is_callable(name, model):
                    findings.add(f"{xml_id}: {model._name}.{name}")
        self._assert_none(sorted(findings))

    def test_buttons_call_methods_of_records(self):
        """A button sends ids, in a list's header too: a method of the model fails."""
        self._assert_none(
            f"{xml_id}: {name}"
            for xml_id, view in self._own("ir.ui.view")
            if view.type != "qweb" and view.model
            for name, model in self._buttons(
                view._get_combined_arch(), self.env[view.model]
            )
            if getattr(getattr(model, name, None), "_api_model", False)
        )

    def test_windows_say_what_belongs_there_when_empty(self):
        self._assert_none(
            xml_id
            for xml_id, action in self._own("ir.actions.act_window")
            if action.target != "new"
            and not action.view_mode.startswith("form")
            and not action.help
        )

    def test_a_report_is_found_by_its_name(self):
        """The client asks for it by nothing else, whatever the record's model."""
        reports = self.env["ir.actions.report"]
        self._assert_none(
            f"{xml_id}: {report.report_name}"
            for xml_id, report in self._own("ir.actions.report")
            if reports._get_report_from_name(report.report_name) != report
            or reports.search_count([("report_name", "=", report.report_name)]) > 1
        )

    def test_windows_open_views_that_there_are(self):
        modes = self.env["ir.actions.act_window.view"]._fields["view_mode"]
        known = set(modes.get_values(self.env))
        self._assert_none(
            f"{xml_id}: {action.view_mode}"
            for xml_id, action in self._own("ir.actions.act_window")
            if not set(action.view_mode.split(",")) <= known
        )

    # ------------------------------------------------------------
    # Menus
    # ------------------------------------------------------------

    def _groups(self, menu):
        """Who is shown the menu: its groups, or those of the menus above it."""
        while menu:
            if menu.group_ids:
                return menu.group_ids
            menu = menu.parent_id
        return self.env.ref("base.group_user")

    def _may_read(self, group, model):
        return bool(
            self.env["ir.model.access"].search_count(
                [
                    ("model_id.model", "=", model),
                    ("perm_read", "=", True),
                    ("group_id", "in", [False, *group.all_implied_ids.ids]),
                ]
            )
        )

    def test_who_is_shown_a_menu_may_read_what_it_opens(self):
        findings = []
        for xml_id, menu in self._own("ir.ui.menu"):
            if menu.action and menu.action._name == "ir.actions.act_window":
                findings += [
                    f"{xml_id}: {group.full_name} does not read {menu.action.res_model}"
                    for group in self._groups(menu)
                    if not self._may_read(group, menu.action.res_model)
                ]
        self._assert_none(findings)

    def test_who_is_shown_a_menu_may_take_its_action(self):
        self._assert_none(
            f"{xml_id}: {group.full_name}"
            for xml_id, menu in self._own("ir.ui.menu")
            if menu.action and "group_ids" in menu.action
            if menu.action.group_ids
            for group in self._groups(menu)
            if not group.all_implied_ids & menu.action.group_ids
        )

    def test_menus_lead_somewhere(self):
        self._assert_none(
            xml_id
            for xml_id, menu in self._own("ir.ui.menu")
            if not menu.action and not menu.child_id
        )

    def test_every_model_with_a_window_is_reached_by_a_menu_or_a_record(self):
        """A list nobody can open is dead weight."""
        opened = {
            menu.action.id for _xml_id, menu in self._own("ir.ui.menu") if menu.action
        }
        files = self._paths(".xml", ".py", ".js")
        texts = "".join(path.read_text() for _module, _inside, path in files)
        self._assert_none(
            xml_id
            for xml_id, action in self._own("ir.actions.act_window")
            if action.id not in opened
            and not action.binding_model_id
            and texts.count(xml_id.split(".")[1]) < 2
            and f"/{action.path}" not in texts
        )
