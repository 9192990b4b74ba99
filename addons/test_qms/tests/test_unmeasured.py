import ast
import re

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.qms.models.base import PERSON_MODELS

from .conformance_common import ConformanceCase

# the load ahead: nothing that is past or done is counted there, see TestDutyLoad
LOOKS_AHEAD = {"qms.duty"}
# who looks after it
LOOKED_AFTER = {
    "qms.process": ("owner_id",),
    "qms.requirement": ("owner_id",),
    "qms.group": ("chair_id", "secretary_id"),
}
NUMBERS = ("integer", "float", "monetary")
# a figure on a screen: what it is spread over is said by its fields
FIGURES = ("pivot", "graph")


@tagged("post_install", "-at_install", "qms")
class TestUnmeasured(ConformanceCase):
    """People are not measured: by no view, filter, figure or call of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = cls.env["res.groups"].search(
            [("id", "in", cls.env.ref("base.group_system").all_implied_ids.ids)]
        )
        groups |= cls.env.ref("qms.group_quality_manager")
        groups |= cls.env.ref("qms.group_quality_team")
        groups |= cls.env.ref("qms.group_auditor")
        cls.manager = new_test_user(cls.env, "unmeasured", groups="base.group_user")
        cls.manager.group_ids = [Command.link(group.id) for group in groups]
        cls.measured = {
            name: model for name, model in cls.tables.items() if name not in LOOKS_AHEAD
        }

    def _is_person(self, model, spec):
        """Said anew here, so that the rule is not tested with itself."""
        for name in spec.split(":")[0].split("."):
            field = model._fields.get(name)
            if field is None:
                return False
            if field.comodel_name in PERSON_MODELS:
                return True
            if not field.relational:
                return False
            model = self.env[field.comodel_name]
        return False

    def _allowed(self, model, spec):
        return spec in LOOKED_AFTER.get(model._name, ())

    def _person_specs(self, model):
        """Persons of a record, and those one link away."""
        for name, field in model._fields.items():
            if not field.store or field.type not in ("many2one", "many2many"):
                continue
            if field.comodel_name in PERSON_MODELS:
                yield name
                if field.type == "many2one":
                    yield f"{name}.create_date:month"
            elif field.type == "many2one":
                comodel = self.env[field.comodel_name]
                for inner, far in comodel._fields.items():
                    is_link = far.store and far.type == "many2one"
                    if is_link and far.comodel_name in PERSON_MODELS:
                        yield f"{name}.{inner}"

    # ------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------

    def _is_grouped(self, model, spec):
        try:
            with self.env.cr.savepoint():
                model._read_group([], [spec], ["__count"])
        except (AccessError, ValueError):
            return False
        return True

    def test_no_record_is_grouped_by_a_person(self):
        findings, tried = [], 0
        for name, model in self.measured.items():
            for spec in self._person_specs(model):
                tried += 1
                if self._allowed(model, spec):
                    continue
                if self._is_grouped(model.with_user(self.manager), spec):
                    findings.append(f"{name}: {spec}")
        self.assertGreater(tried, 300)
        self._assert_none(findings)

    def test_who_may_read_it_may_group_it_by_other_things(self):
        """So that it is not the access rights that refuse above."""
        for name, spec in (
            ("qms.deviation", "state"),
            ("qms.report", "type_id"),
            ("qms.register", "department_id"),
            ("qms.action", "department_id"),
        ):
            if name in self.tables:
                model = self.env[name].with_user(self.manager)
                self.assertTrue(self._is_grouped(model, spec), name)
                self.assertFalse(self._is_grouped(model, "department_id.manager_id"))

    def test_who_looks_after_a_thing_may_be_asked(self):
        for name in LOOKED_AFTER.keys() & set(self.measured):
            model = self.env[name].with_user(self.manager)
            for spec in LOOKED_AFTER[name]:
                self.assertTrue(self._is_grouped(model, spec), name)

    def test_no_way_to_group_passes_by_it(self):
        """All that screens and other systems call."""
        model = self.env["qms.action"].with_user(self.manager)
        bar = {"field": "state", "colors": {}}
        for call in (
            lambda: model.web_read_group([], ["owner_id"]),
            lambda: model.formatted_read_group([], ["owner_id"], ["__count"]),
            lambda: model.formatted_read_grouping_sets([], [["owner_id"]], ["__count"]),
            lambda: model.read_progress_bar([], "owner_id", bar),
            lambda: model.search_panel_select_range(
                "owner_id", enable_counters=True, expand=False
            ),
            lambda: model.search_panel_select_multi_range(
                "owner_id", enable_counters=True, expand=False
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()

    def test_texts_that_name_a_person_are_not_grouped_by_either(self):
        telling = re.compile(r"^(e?mail|email|mail_from|phone|sender|person)(_|$)")
        self._assert_none(
            f"{name}.{field.name}"
            for name, model in self.measured.items()
            for field in model._fields.values()
            if field.store and field.type == "char" and telling.match(field.name)
            if model.with_user(self.manager).has_access("read")
            if not field.groups
            and self._is_grouped(model.with_user(self.manager), field.name)
        )

    def test_no_screen_is_told_that_it_could(self):
        findings = []
        for name, model in self.measured.items():
            described = model.fields_get(attributes=["groupable"])
            findings += [
                f"{name}.{field}"
                for field, description in described.items()
                if description.get("groupable")
                and self._is_person(model, field)
                and not self._allowed(model, field)
            ]
        self._assert_none(findings)

    # ------------------------------------------------------------
    # Views, filters, windows
    # ------------------------------------------------------------

    def _arches(self):
        """Every node of every view of ours, with the model it speaks of."""
        for xml_id, view in self._own("ir.ui.view"):
            if view.type == "qweb" or view.model not in self.measured:
                continue
            arch = view._get_combined_arch()
            for node in arch.iter(etree.Element):
                yield xml_id, arch.tag, node, self._model_at(node, view.model)

    def _model_at(self, node, name):
        model = self.env[name]
        for parent in reversed(list(node.iterancestors("field"))):
            field = model._fields.get(parent.get("name"))
            if field is not None and field.relational:
                model = self.env[field.comodel_name]
        return model

    def _group_specs(self, text):
        """What a context groups by, as Odoo's client reads it."""
        for key in ("group_by", "graph_groupbys", "pivot_row_groupby"):
            for value in re.findall(rf"'{key}'\s*:\s*(\[[^\]]*\]|'[^']*')", text or ""):
                specs = ast.literal_eval(value)
                yield from [specs] if isinstance(specs, str) else specs

    def _offers(self, kind, node, model):
        """What a node spreads, sorts into columns or counts by."""
        yield from self._group_specs((node.get("context") or "").replace('"', "'"))
        yield from (node.get("default_group_by") or "").split(",")
        if node.tag == "calendar" and node.get("color"):
            yield node.get("color")
        if node.tag == "field":
            parents = [parent.tag for parent in node.iterancestors()]
            counted = "searchpanel" in parents and node.get("enable_counters")
            if kind in FIGURES or counted or node.get("filters"):
                yield node.get("name")

    def test_no_view_offers_it(self):
        findings, tried = set(), 0
        for xml_id, kind, node, model in self._arches():
            for spec in filter(None, self._offers(kind, node, model)):
                tried += 1
                if model._name in LOOKS_AHEAD or self._allowed(model, spec):
                    continue
                if self._is_person(model, spec.strip()):
                    findings.add(f"{xml_id}: {spec}")
        self.assertGreater(tried, 20)
        self._assert_none(sorted(findings))

    def test_no_window_opens_with_it(self):
        findings = []
        for xml_id, action in self._own("ir.actions.act_window"):
            if action.res_model in self.measured:
                text = (action.context or "").replace('"', "'")
                findings += [
                    f"{xml_id}: {spec}"
                    for spec in self._group_specs(text)
                    if self._is_person(self.env[action.res_model], spec)
                ]
        self._assert_none(findings)

    def _leaves(self, text):
        """The conditions of a domain in a view."""
        names = {"uid": 1, "user": self.env.user, "context_today": lambda: None}
        try:
            domain = safe_eval(text, names)
        except Exception:
            return re.findall(r"\(\s*'([\w.]+)'\s*,[^,]+,\s*([\w.']+)", text)
        return [(leaf[0], leaf[2]) for leaf in domain if isinstance(leaf, tuple | list)]

    def test_filters_by_a_person_are_by_oneself_or_by_nobody(self):
        findings, tried = set(), 0
        for xml_id, kind, node, model in self._arches():
            if kind != "search" or node.tag != "filter" or not node.get("domain"):
                continue
            for name, value in self._leaves(node.get("domain")):
                if self._is_person(model, name):
                    tried += 1
                    if value not in (1, [1], False, "uid", "user.id"):
                        findings.add(f"{xml_id}: {name} {value}")
        self.assertGreater(tried, 2)
        self._assert_none(sorted(findings))

    def test_no_saved_filter_or_export_of_ours_counts_by_it(self):
        self._assert_none(
            f"{xml_id}: {saved.context}"
            for xml_id, saved in self._own("ir.filters")
            if saved.model_id in self.measured
            and any(
                self._is_person(self.env[saved.model_id], spec)
                for spec in self._group_specs(saved.context.replace('"', "'"))
            )
        )

    # ------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------

    def test_no_figure_stands_on_a_person(self):
        """Nothing of ours on users and employees is a number or a list of records."""
        findings = []
        for name in PERSON_MODELS:
            for field in self.env[name]._fields.values():
                ours = set(field._modules or ()) & set(self.modules)
                if ours and (
                    field.type in NUMBERS or field.comodel_name in self.measured
                ):
                    findings.append(str(field))
        self._assert_none(findings)

    def test_no_table_of_figures_has_a_person(self):
        """What is counted by the database itself knows units, never people."""
        self._assert_none(
            str(field)
            for model in self.measured.values()
            if not model._auto
            for field in model._fields.values()
            if field.comodel_name in PERSON_MODELS
            and field.store
            and field.name not in ("create_uid", "write_uid")
        )
