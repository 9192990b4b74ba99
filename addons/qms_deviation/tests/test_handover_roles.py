from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

# Who really gets through with reading, writing, creating and deleting what.
# The case was handed over by the leader; the officer is named, the nurse reported it.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for  nurs offi
channel         r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu r    r
channel,other   -    -    -    -    -    -    -    -    -    -    -    -    -    rwcu -    -
words           r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu r    r
person          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -    r    r
count           -    -    -    -    -    -    -    -    r    -    -    -    -    -    -    -
screen          c    c    c    c    c    c    c    c    c    c    -    -    -    c    c    c
screen,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu rwcu rwcu
"""  # noqa: E501

HANDED_OVER = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for  nurs offi
case            .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    r
report          .    .    .    .    .    .    .    .    .    .    .    .    .    .    r    r
line            .    r    r    r    r    .    .    r    r    .    .    .    .    .    .    .
traceless case  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    r
traceless line  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestHandoverRoles(RolesCase):
    """Every role on channels, and on what was handed over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people |= {"nurs": cls.nurse, "offi": cls._new_colleague("officer")}
        cls.channel = cls._new_channel(code="one")
        secret = cls._new_channel(code="two", archive_rule="remove", traceless=True)
        case, secret_case = (
            cls._handed_over(channel) for channel in (cls.channel, secret)
        )
        register = cls.env["qms.register"]
        cls.records = {
            "case": case,
            "report": case.report_ids,
            "line": register.browse(case.id),
            "traceless case": secret_case,
            "traceless line": register.browse(secret_case.id),
        }

    @classmethod
    def _new_channel(cls, **values):
        channel = cls.env["qms.channel"].create(
            {"name": "Elsewhere", "belongs": "What belongs there", **values}
        )
        cls.env["qms.channel.person"].create(
            {
                "channel_id": channel.id,
                "company_id": cls.company.id,
                "user_id": cls.people["offi"].id,
            }
        )
        return channel

    @classmethod
    def _handed_over(cls, channel):
        report = cls.env["qms.report"].with_user(cls.nurse)
        report = report.create(
            {
                "description": "It happened",
                "department_id": cls.home_care.id,
                "company_id": cls.company.id,
            }
        )
        case = report.sudo().deviation_ids
        case.with_user(cls.leader).action_hand_over(channel.id)
        return case

    def _rows(self, user):
        name = {"name": "Another"}
        channel = {**name, "code": "three", "belongs": "x"}
        other = {"code": "four", "company_id": self.other_company.id}
        person = {
            "channel_id": self.channel.id,
            "company_id": self.company.id,
            "user_id": self.aide.id,
        }
        words = {"channel_id": self.channel.id, "language": "da", "words": "x"}
        count = {
            "channel_id": self.channel.id,
            "company_id": self.company.id,
            "year": "2026",
        }
        screen = {"step": "hand_over", "res_ids": "1"}
        return {
            "channel": ("qms.channel", channel, name),
            "channel,other": ("qms.channel", {**channel, **other}, name),
            "words": ("qms.channel.words", words, {"words": "y"}),
            "person": ("qms.channel.person", person, {"user_id": self.nurse.id}),
            "count": ("qms.channel.count", count, {"year": "2027"}),
            "screen": ("qms.deviation.handover.screen", screen, {"reference": "x"}),
            "screen,own": ("qms.deviation.handover.screen", screen, {"reference": "x"}),
        }

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def _rights(self, record, user):
        mine = record.with_user(user)
        if not mine.sudo().exists():
            return "."
        rights = "".join(
            letter
            for letter, operation in (("r", "read"), ("w", "write"))
            if mine.has_access(operation)
        )
        self.assertEqual(self._is_found(mine), "r" in rights, (user.login, record))
        return rights or "."

    def test_every_role_on_what_was_handed_over(self):
        lines = [["", *self.people]]
        for label, record in self.records.items():
            rights = [self._rights(record, user) for user in self.people.values()]
            lines.append([label, *rights])
        self.maxDiff = None
        self.assertEqual(self._layout(lines), HANDED_OVER.strip("\n"))
