import inspect

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .types_common import TypesCase

# what every employee may ask of his own accord, of no record
ASKED_OF_NOTHING = {
    "action_find_similar",
    "action_match",
    "action_report_another",
    "action_triage_minutes",
}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestHostileCalls(TypesCase):
    """Whatever is called by RPC with somebody else's ids changes and tells nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls._new_user("neighbour")
        cls.other_unit = cls._new_unit("Kitchen", cls.neighbour, cls.administration)
        cls.portal = new_test_user(
            cls.env,
            login="portal_guest",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.outsiders = cls.neighbour | cls.aide | cls.portal | cls.stranger
        cls.case = cls._complaint(description="Zebrafish at night")
        cls.case.sudo().report_ids.sudo()._say("Zebrafish in red")
        cls.env["qms.unread.mail"]._keep(
            b"From: a@b.c\n\nZebrafish", cls.company, "error"
        )

    def _foreign_records(self):
        env = self.env
        report = self.case.sudo().report_ids
        yield from (self.case, report, self.case.sudo().sender_ids)
        yield from (report.dialogue_ids, env["qms.register"].browse(self.case.id))
        yield env["qms.unread.mail"].search([], limit=1, order="id desc")

    def _public_methods(self, record):
        for name, _function in inspect.getmembers(type(record), inspect.isfunction):
            ours = any(
                name in vars(cls) and cls.__module__.startswith("odoo.addons.qms")
                for cls in type(record).mro()
            )
            if ours and name.startswith("action_") and name not in ASKED_OF_NOTHING:
                yield name

    def _told(self, answer):
        self.assertNotIn("Zebrafish", str(answer))
        self.assertNotIn("Karen", str(answer))

    def _arguments(self, record, name):
        function = inspect.signature(getattr(type(record), name))
        given = {
            "reason": "Because",
            "channel_id": self.channel.id,
            "common_id": 1,
            "user_id": self.nurse.id,
        }
        return {
            key: given[key] for key in list(function.parameters)[1:] if key in given
        }

    def test_no_public_method_takes_somebody_elses_record(self):
        self.channel = self.env["qms.channel"].create(
            {"name": "Elsewhere", "code": "else", "belongs": "Other matters"}
        )
        called = 0
        for record in self._foreign_records():
            for name in self._public_methods(record):
                for user in self.outsiders:
                    before = len(self._decisions(self.case))
                    hostile = record.with_user(user)
                    with self.subTest(method=f"{record._name}.{name}", user=user.login):
                        try:
                            with self.env.cr.savepoint():
                                self._told(
                                    getattr(hostile, name)(
                                        **self._arguments(record, name)
                                    )
                                )
                        except (AccessError, MissingError, UserError) as error:
                            self._told(error)
                        self.env.invalidate_all()
                        self.assertEqual(len(self._decisions(self.case)), before)
                        called += 1
        self.assertGreater(called, 100)

    def test_context_keys_open_nothing(self):
        keys = (
            "qms_follow_up",
            "qms_masked",
            "qms_mirroring",
            "qms_people",
            "qms_removing",
            "qms_sender",
            "qms_watching",
        )
        context = {**dict.fromkeys(keys, True), "default_state": "closed"}
        case = self.case.with_user(self.leader).with_context(**context)
        for record in (
            case,
            case.sudo().report_ids.dialogue_ids.with_user(self.leader),
        ):
            with self.assertRaises(UserError):
                record.unlink()
        for values in (
            {"state": "closed"},
            {"common_id": case.id},
            {"channel_id": 1},
            {"named_ids": [Command.link(self.leader.id)]},
            {"merged_ids": [Command.link(self._case().id)]},
            {"follower_ids": [Command.link(self._case().id)]},
            {"triaged_on": "2026-03-01"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                case.write(values)
        report = (
            self.env["qms.report"]
            .with_user(self.nurse)
            .with_context(
                default_is_anonymous=True,
                default_mail_from="x@y.z",
                default_reporter_id=self.aide.id,
                **context,
            )
            .create({"description": "Mine", "department_id": self.home_care.id})
        )
        self.assertEqual(report.reporter_id, self.nurse)
        self.assertFalse(report.is_anonymous or report.mail_from)
        self.assertEqual(report.sudo().deviation_ids.state, "reported")

    def test_nobody_reaches_a_sender_through_a_case_of_his_own(self):
        own = self._complaint(
            user=self.neighbour, department_id=self.other_unit.id
        ).with_user(self.neighbour)
        foreign = self.case.sudo().sender_ids
        for command in (
            Command.link(foreign.id),
            Command.update(foreign.id, {"name": "X"}),
            Command.set(foreign.ids),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                own.write({"sender_ids": [command]})
        with self.assertRaises(UserError):
            foreign.with_user(self.neighbour).copy({"deviation_id": own.id})
        self.assertEqual(foreign.name, "Karen Citizen")
        self.assertEqual(foreign.deviation_id, self.case.sudo())
