import inspect

from odoo.tests import tagged

from .conformance_common import ConformanceCase

# always read together with res_model, which has an index
INDEXED_OTHERWISE = {
    "mail.message.res_id",
    "ir.attachment.res_id",
    "qms.reading.round.res_id",
}
# models with a company whose rows are told apart by something narrower
NO_COMPANY_RULE = {}
# rows that hold nothing of what was typed in
NO_OWNER_RULE = {}
FLAGS = ("perm_read", "perm_write", "perm_create", "perm_unlink")
BTREES = (True, "btree", "btree_not_null")


@tagged("post_install", "-at_install", "qms")
class TestConformance(ConformanceCase):
    """Every model of ours."""

    def test_it_has_a_description(self):
        self._assert_none(
            name for name, model in self.models.items() if model._description == name
        )

    def test_it_has_access_lines_and_none_is_for_everybody(self):
        for name in self.tables:
            lines = self.env["ir.model.access"].search([("model_id.model", "=", name)])
            with self.subTest(model=name):
                self.assertTrue(lines)
                self.assertTrue(all(lines.mapped("group_id")))

    def _rules(self, name, field):
        """Rules on the model for everybody and everything that speak of ``field``."""
        rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
        return rules.filtered(
            lambda rule: (
                not rule.groups
                and field in (rule.domain_force or "")
                and all(rule[flag] for flag in FLAGS)
            )
        )

    def test_with_a_company_it_has_a_rule_for_all_on_it(self):
        self._assert_none(
            name
            for name, model in self.tables.items()
            if "company_id" in model._fields
            and name not in NO_COMPANY_RULE
            and not model._transient
            and not self._rules(name, "company_id")
        )

    def test_a_screen_is_read_by_who_filled_it_in(self):
        self._assert_none(
            name
            for name, model in self.tables.items()
            if model._transient
            and name not in NO_OWNER_RULE
            and not self._rules(name, "create_uid")
        )

    def test_exceptions_are_still_needed(self):
        self._assert_none(
            [
                *(name for name in NO_COMPANY_RULE if self._rules(name, "company_id")),
                *(name for name in NO_OWNER_RULE if self._rules(name, "create_uid")),
            ]
        )

    def test_fields_of_a_company_match_it(self):
        """Links to what belongs to a company are checked against the own one."""
        self._assert_none(
            str(field)
            for name, model in self.tables.items()
            if "company_id" in model._fields
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and not field.related
            and not field.check_company
            and field.comodel_name in ("hr.department", "hr.employee")
            and not field.readonly
        )

    # ------------------------------------------------------------
    # Indexes
    # ------------------------------------------------------------

    def _is_indexed(self, model, name):
        """Whether a B-tree of the model begins with this column."""
        if name == "id" or model._fields[name].index in BTREES:
            return True
        definitions = (
            str(table_object.get_definition(self.registry)).removeprefix("UNIQUE ")
            for table_object in model._table_objects.values()
        )
        starts = tuple(
            f"{kind}({name}{end}" for kind in ("", "INDEX ") for end in "), "
        )
        return any(definition.startswith(starts) for definition in definitions)

    def _inverses(self):
        """The stored fields that One2many fields of ours go by."""
        for model in self.models.values():
            for field in model._fields.values():
                if field.type == "one2many" and field.inverse_name:
                    comodel = self.env[field.comodel_name]
                    inverse = comodel._fields[field.inverse_name]
                    if inverse.store and comodel._auto and not comodel._transient:
                        yield comodel, inverse

    def test_inverses_of_one2many_are_indexed(self):
        self._assert_none(
            {
                str(inverse)
                for comodel, inverse in self._inverses()
                if str(inverse) not in INDEXED_OTHERWISE
                and not self._is_indexed(comodel, inverse.name)
            }
        )

    def test_numbered_records_are_sorted_by_an_index(self):
        numbered = self.registry["qms.number.mixin"]
        self._assert_none(
            f"{name}: {model._order}"
            for name, model in self.tables.items()
            if issubclass(self.registry[name], numbered) and model._auto
            if not self._is_indexed(model, model._order.split(",")[0].split()[0])
        )

    # ------------------------------------------------------------
    # What can be called from outside
    # ------------------------------------------------------------

    def _public_methods(self):
        """What our classes add to what any client may call."""
        # a mixin of ours may override what it meets on a thread only
        known = set(dir(self.registry["mail.thread"]))
        for model_name in self.registry:
            classes = self.registry[model_name].__mro__
            ours = [cls for cls in classes if self._is_ours(cls)]
            core = [cls for cls in classes if self._is_core(cls)]
            known_here = known.union(*(vars(cls) for cls in core))
            for cls in ours:
                for name, value in vars(cls).items():
                    if name.startswith("_") or name in known_here:
                        continue
                    if inspect.isroutine(value) or isinstance(value, property):
                        yield name, value, f"{cls.__module__}.{cls.__name__}.{name}"

    def _is_core(self, cls):
        return cls.__module__.startswith("odoo.") and not self._is_ours(cls)

    def _is_ours(self, cls):
        parts = cls.__module__.split(".")
        return parts[:2] == ["odoo", "addons"] and parts[2] in self.modules

    def test_public_methods_are_actions(self):
        self._assert_none(
            sorted(
                {
                    place
                    for name, value, place in self._public_methods()
                    if not name.startswith("action_")
                    and not getattr(value, "_api_private", False)
                }
            )
        )

    def test_actions_say_what_they_do(self):
        """They are the interface for other systems, by RPC."""
        methods = self._public_methods()
        self._assert_none(
            sorted({place for _name, value, place in methods if not value.__doc__})
        )


@tagged("post_install", "-at_install", "qms")
class TestConformanceLifecycle(ConformanceCase):
    """Every declared lifecycle."""

    def _steps(self):
        for name, model in self.lifecycles.items():
            for step in model._get_transitions():
                yield name, model, step

    def _states(self, model):
        return set(model._fields["state"].get_values(self.env))

    def test_there_are_lifecycles(self):
        self.assertIn("qms.action", self.lifecycles)

    def test_the_state_is_only_shown(self):
        for name, model in self.lifecycles.items():
            field = model._fields["state"]
            with self.subTest(model=name):
                self.assertTrue(field.required and field.readonly and field.store)
                self.assertFalse(field.copy)
                self.assertEqual(field.default(model), model._lifecycle_start)

    def test_states_are_those_of_the_selection(self):
        for name, model in self.lifecycles.items():
            named = {model._lifecycle_start, *model._lifecycle_closed}
            for step in model._get_transitions():
                named |= {*step.source, step.target} - {None}
            with self.subTest(model=name):
                self.assertEqual(named, self._states(model))

    def test_every_state_can_be_reached(self):
        for name, model in self.lifecycles.items():
            reached, before = {model._lifecycle_start}, set()
            while reached != before:
                before = set(reached)
                reached |= {
                    step.target
                    for step in model._get_transitions()
                    if step.target and not reached.isdisjoint(step.source)
                }
                by_itself = model._lifecycle_by_itself
                reached |= {after for state, after in by_itself if state in reached}
            with self.subTest(model=name):
                self.assertEqual(reached, self._states(model))

    def test_every_open_state_can_be_left(self):
        for name, model in self.lifecycles.items():
            left = {
                state
                for step in model._get_transitions()
                if step.target
                for state in step.source
                if state != step.target
            }
            with self.subTest(model=name):
                self.assertLessEqual(
                    self._states(model) - set(model._lifecycle_closed), left
                )

    def test_a_closed_state_is_left_with_a_reason_only(self):
        self._assert_none(
            f"{name}.{step.name}"
            for name, model, step in self._steps()
            if not set(step.source).isdisjoint(model._lifecycle_closed)
            and step.target not in (None, *model._lifecycle_closed)
            and not step.reason
        )

    def test_steps_have_names_of_their_own(self):
        for name, model in self.lifecycles.items():
            names = [step.name for step in model._get_transitions()]
            with self.subTest(model=name):
                self.assertEqual(len(names), len(set(names)))

    def test_each_step_is_one_public_method(self):
        self._assert_none(
            f"{name}.action_{step.name}"
            for name, model, step in self._steps()
            if not callable(getattr(model, f"action_{step.name}", None))
        )

    def test_each_step_with_a_reason_can_be_given_it(self):
        self._assert_none(
            f"{name}.action_{step.name}"
            for name, model, step in self._steps()
            if step.reason
            and "reason"
            not in inspect.signature(getattr(model, f"action_{step.name}")).parameters
        )

    def test_who_may_and_what_is_missing_are_methods(self):
        self._assert_none(
            f"{name}.{method}"
            for name, model, step in self._steps()
            for method in (step.by, *step.needs)
            if not callable(getattr(model, method, None))
        )

    def test_who_may_is_asked_of_nobody(self):
        """A mandate is the business of the server."""
        self._assert_none(
            f"{name}.{method}"
            for name, _model, step in self._steps()
            for method in (step.by, *step.needs)
            if not method.startswith("_")
        )

    def test_stamps_are_fields_that_only_steps_fill_in(self):
        for name, model in self.lifecycles.items():
            for stamp in model._lifecycle_stamps:
                with self.subTest(field=f"{name}.{stamp}"):
                    field = model._fields[stamp]
                    self.assertTrue(field.readonly and field.store)
                    self.assertFalse(field.copy)

    def test_editable_fields_exist(self):
        for name, model in self.lifecycles.items():
            for state, names in model._lifecycle_editable.items():
                with self.subTest(model=name, state=state):
                    self.assertIn(state, self._states(model))
                    self.assertLessEqual(set(names), set(model._fields))

    def test_each_step_is_called_something(self):
        for name, model in self.lifecycles.items():
            labels = model._transition_labels()
            with self.subTest(model=name):
                names = {step.name for step in model._get_transitions()}
                self.assertLessEqual(names, set(labels))

    def test_the_name_of_a_record_is_its_type_and_number_only(self):
        self._assert_none(
            f"{name}._rec_name = {model._rec_name}"
            for name, model in self.lifecycles.items()
            if type(model)._compute_display_name.__module__.startswith("odoo.orm")
            and model._rec_name != "number"
        )
