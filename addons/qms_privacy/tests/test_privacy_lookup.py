from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from odoo.addons.qms.models.base import PERSON_MODELS
from odoo.addons.qms.tests.common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPrivacyLookup(QmsCase):
    """Whoever asks what is stored of a person finds all of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls._new_user("system", "base.group_system")
        cls.person = cls._new_user("nightingale")
        cls.employee = cls._new_employee(cls.person, cls.home_care)

    def _lookup(self, name="Nightingale", email="nightingale@example.test", user=None):
        wizard = (
            self.env["privacy.lookup.wizard"]
            .with_user(user or self.system)
            .create({"name": name, "email": email})
        )
        wizard.action_lookup()
        return wizard

    def _found(self, wizard):
        return {(line.res_model, line.res_id) for line in wizard.line_ids}

    def _assert_found(self, record, **kwargs):
        self.env.flush_all()
        key = (record._name, record.id)
        self.assertIn(key, self._found(self._lookup(**kwargs)))

    def test_what_he_owns_verifies_and_wrote(self):
        for values in (
            {"owner_id": self.person.id},
            {"verifier_id": self.person.id, "owner_id": self.aide.id},
        ):
            self._assert_found(self._new_action(**values))
        self._assert_found(self._new_action(self.person))

    def test_what_names_him_as_an_employee(self):
        duty = self.env["qms.duty"].create(
            {
                "res_model": "qms.action",
                "res_id": 1,
                "verb": "complete",
                "employee_id": self.employee.id,
                "company_id": self.company.id,
                "date_deadline": "2026-03-31",
            }
        )
        self._assert_found(duty)

    def test_what_names_him_among_others(self):
        duty = self.env["qms.duty"].create(
            {
                "res_model": "qms.action",
                "res_id": 1,
                "verb": "complete",
                "user_id": self.aide.id,
                "waiting_ids": [Command.link(self.person.id)],
                "company_id": self.company.id,
                "date_deadline": "2026-03-31",
            }
        )
        self._assert_found(duty)

    def test_requirements_he_looks_after(self):
        requirement = self.env["qms.requirement"].with_company(self.company)
        values = {"name": "Policy", "kind": "policy", "owner_id": self.person.id}
        self._assert_found(requirement.create(values))

    def test_units_he_is_safety_representative_of(self):
        self.home_care.qms_safety_rep_ids = self.person
        self._assert_found(self.home_care)

    def test_decisions_he_took_and_those_that_tell_of_him(self):
        action = self._new_action(self.person)
        action.action_submit()
        action.with_user(self.leader).action_ask(reason="Ask Nightingale first")
        for decision in self._decisions(action):
            self._assert_found(decision)

    def test_what_is_written_of_him(self):
        action = self._new_action(name="Train nightingale anew")
        self._assert_found(action)
        citizen = self._new_action(name="Call Ms O_Hara", description="o_hara@x.test")
        self._assert_found(citizen, name="O_Hara", email="nobody@x.test")
        self._assert_found(citizen, name="Nobody at all", email="o_hara@x.test")
        found = self._found(self._lookup("OxHara", "nobody@x.test"))
        self.assertNotIn(("qms.action", citizen.id), found)

    def test_files_and_notes(self):
        action = self._new_action(self.person)
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"Nightingale fell",
                "mimetype": "text/plain",
                "res_model": "qms.action",
                "res_id": action.id,
            }
        )
        self._assert_found(file)
        note = action.with_user(self.person).message_post(body="I saw it")
        self._assert_found(note)

    def test_notes_of_others_that_tell_of_him(self):
        action = self._new_action(self.person)
        told = action.with_user(self.aide).message_post(body="Nightingale saw it")
        own = action.with_user(self.person).message_post(body="Nightingale here")
        other = action.with_user(self.aide).message_post(body="Nobody saw it")
        for note in (told, own):
            self._assert_found(note)
        lines = self._lookup().line_ids
        found = [line.res_id for line in lines if line.res_model == "mail.message"]
        self.assertEqual(found.count(own.id), 1)
        self.assertNotIn(other.id, found)

    def test_what_a_log_has_kept_of_him(self):
        action = self._new_action(name="Call Nightingale")
        self.env.cr.flush()
        action.name = "Call the relatives"
        self.env.cr.flush()
        # readable by administrators alone
        log = action.sudo().message_ids.filtered("tracking_value_ids")[:1]
        self.assertTrue(log)
        self._assert_found(log)

    def test_what_he_is_reminded_of_and_what_reminds_of_him(self):
        action = self._new_action(self.aide)
        plan = {"user_id": self.aide.id, "summary": "Ring"}
        his = action.activity_schedule(**{**plan, "user_id": self.person.id})
        of_him = action.activity_schedule(note="Ask Nightingale", **plan)
        other = action.activity_schedule(note="Ask again", **plan)
        for activity in (his, of_him):
            self._assert_found(activity)
        found = self._found(self._lookup())
        self.assertNotIn(("mail.activity", other.id), found)

    def test_no_link_to_a_person_is_forgotten(self):
        """Whatever model and field a later module brings."""
        wizard = self.env["privacy.lookup.wizard"].new({"name": "X", "email": "x@y.z"})
        names = set(wizard._qms_models())
        self.assertIn("qms.action", names)
        for name in names - {"qms.decision.detail"}:
            model = self.env[name]
            code = SQL(" ").join(wizard._qms_links(model)).code
            for field in model._fields.values():
                if field.comodel_name in PERSON_MODELS and field.store:
                    if field.type == "many2one":
                        self.assertIn(f'"{field.name}"', code, field)
                    elif field.type == "many2many":
                        self.assertIn(f'"{field.relation}"', code, field)

    def test_each_record_is_listed_once(self):
        self._new_action(self.person, owner_id=self.person.id, name="Nightingale")
        self.env.flush_all()
        lines = self._lookup().line_ids
        keys = [(line.res_model, line.res_id) for line in lines]
        self.assertEqual(len(keys), len(set(keys)))

    def test_a_line_says_type_and_number_only(self):
        action = self._new_action(name="Talk to Nightingale")
        self.env.flush_all()
        lines = self._lookup().line_ids
        line = lines.filtered(lambda line: line.res_id == action.id)
        self.assertEqual(line.mapped("res_name"), [action.display_name])

    def test_nothing_of_it_is_deleted_from_there(self):
        action = self._new_action(self.person)
        action.action_submit()
        self.env.flush_all()
        lines = self._lookup().line_ids
        for record in (action, self._decisions(action)):
            line = lines.filtered(
                lambda line, record=record: (
                    (line.res_model, line.res_id) == (record._name, record.id)
                )
            )
            with self.assertRaises(UserError):
                line.action_unlink()
            self.assertTrue(record.exists())

    def test_it_is_the_administrators(self):
        for user in (self.manager, self.leader, self.nurse):
            with self.assertRaises(AccessError):
                self._lookup(user=user)
