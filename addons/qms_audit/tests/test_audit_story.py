from odoo.tests import freeze_time, tagged

from .invitation_common import InvitationCase

QUESTIONS = 67
CLAUSES = ("8.4.1", "8.5.1", "8.7", "9.2.2", "10.2")
COLUMNS = ["clauses", "code", "text", "hint"]
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "encoding": "utf-8",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}
NOTHING = dict.fromkeys(("answer", "note", "sample"), False)
# the place in the catalogue -> what is found; all the rest conforms
FOUND = {3: "major", 20: "minor", 41: "observation", 66: "good"}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditStory(InvitationCase):
    """One audit with a catalogue of 67 questions, from its import to its closure.

    Each step is taken by the least who may take it.
    """

    def test_from_the_catalogue_to_the_proven_effect(self):
        bank = self._imported()
        audit = self._planned(bank)
        self._assert_invited(audit)
        self._answered(audit, bank)
        self._accepted(audit)
        self._followed(audit)
        self.assertEqual(
            self._decisions(audit).mapped(lambda row: (row.verb, row.role)),
            [
                ("schedule", "lead_auditor"),
                ("start", "lead_auditor"),
                ("conclude", "lead_auditor"),
                ("report", "lead_auditor"),
                ("comment", "leader"),
                ("uphold", "lead_auditor"),
                ("close", "lead_auditor"),
            ],
        )

    def _imported(self):
        lines = [
            f'{CLAUSES[place % len(CLAUSES)]},Q-{place},"How, and who {place}?",Shown'
            for place in range(QUESTIONS)
        ]
        values = {
            "res_model": "qms.audit.question",
            "file": "\n".join(["Clause,Number,Question,Hint", *lines]).encode(),
            "file_type": "text/csv",
            "file_name": "catalogue.csv",
        }
        screen = self.env["base_import.import"].with_user(self.manager).create(values)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        result = screen.execute_import(COLUMNS, COLUMNS, dict(OPTIONS))
        self.assertFalse(result["messages"])
        self.assertLess(self.env.cr.sql_log_count - before, 2 * QUESTIONS)
        bank = self.env["qms.audit.question"].browse(result["ids"])
        self.assertEqual(len(bank), QUESTIONS)
        self.assertEqual(set(bank.mapped("clauses")), set(CLAUSES))
        return bank

    def _planned(self, bank):
        """By whoever answers for the programme; the lead settles it."""
        programme = self._programme()
        programme.with_user(self.director).action_approve()
        programme.with_user(self.owner).action_plan_audits()
        planned = programme.audit_ids.with_user(self.owner)
        planned.write(
            {
                "objective": "Does the system work?",
                "scope": "All that was asked about",
                "requirement_ids": bank.requirement_ids.ids,
                "date_start": "2026-04-14 07:00:00",
                "date_end": "2026-04-14 13:00:00",
                "lead_id": self.auditor.id,
            }
        )
        audit = planned.with_user(self.auditor)
        self.env["qms.audit.member"].with_user(self.auditor).create(
            {"audit_id": audit.id, "user_id": self.second.id, "role": "auditor"}
        )
        audit.action_draw_checklist()
        audit.action_schedule()
        return audit

    def _assert_invited(self, audit):
        invited = {"second": ("REQUEST", 0), "leader": ("REQUEST", 0)}
        self.assertEqual(self._kinds(self._settle()), invited)
        self.assertEqual(len(audit.sudo().told_ids.event_id.partner_ids), 3)

    def _answered(self, audit, bank):
        """Both auditors answer on their devices, half of the cards each."""
        audit.action_start()
        cards = audit.action_read_on_site()["cards"]
        place = {question.text: number for number, question in enumerate(bank)}
        asked = [card for card in cards if card["question"] in place]
        self.assertEqual(len(asked), QUESTIONS)
        for number, card in enumerate(cards):
            grade = FOUND.get(place.get(card["question"]), "conform")
            entry = {
                "key": f"card-{card['id']:08}",
                "id": card["id"],
                "answer": grade,
                "note": f"Seen: {grade}",
                "seen": NOTHING,
            }
            user = self.second if number % 2 else self.auditor
            answers = self.env["qms.audit.answer"].with_user(user)
            [result] = answers.action_store(audit.id, [entry]).values()
            self.assertTrue(result["stored"])
        audit.action_conclude()
        self.assertEqual(
            sorted(audit.finding_ids.mapped("grade")), sorted(FOUND.values())
        )

    def _accepted(self, audit):
        """The unit comments, the lead upholds: it stands."""
        self._write_report(audit)
        audit.action_report()
        self.assertEqual(
            [mail["Subject"].split(":")[0] for mail in self._settle()], ["Report ready"]
        )
        audit.with_user(self.leader).action_comment(reason="It was a single day")
        audit.action_uphold(reason="It was seen")
        self.assertEqual(audit.state, "follow_up")

    def _followed(self, audit):
        found = audit.finding_ids.filtered(lambda row: row.grade in ("major", "minor"))
        found.with_user(self.second).action_raise()
        self.assertIn("with its effect verified", audit.missing_points)
        cases = found.sudo().deviation_id
        self.assertEqual(len(cases), 2)
        for case in cases:
            self.assertEqual(case.audit_finding_ids.deviation_id, case)
            self._settle_case(case)
        audit.invalidate_recordset()
        audit.action_close()
        self.assertEqual(audit.state, "closed")
