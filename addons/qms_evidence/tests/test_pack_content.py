import hashlib
import subprocess
import tempfile
from datetime import date, datetime

from odoo import Command
from odoo.tests import freeze_time, tagged

from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackContent(EvidenceCase):
    """What lies in a pack, and what does not."""

    def _names(self, pack):
        with self._zip(pack) as packed:
            return packed.namelist()

    def test_a_sheet_per_source_with_real_dates_a_frozen_header_and_a_filter(self):
        self._actions(2)
        book = self._book(self._made())
        self.assertEqual(
            book.sheetnames, ["Cover", "Index", "Actions", "Decisions", "Files"]
        )
        sheet = book["Actions"]
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, "A1:H3")
        cells = {
            head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)
        }
        self.assertEqual(cells["Deadline"].value, datetime(2026, 2, 1))
        self.assertEqual(cells["Deadline"].data_type, "d")

    def test_the_index_counts_by_clause_and_leads_to_the_sheets(self):
        self._actions(2)
        pack = self._made()
        rows = self._rows(pack, "Index")
        self.assertEqual(
            [(row["Clause"], row["Source"], row["Records"]) for row in rows],
            [("1", "Actions", 2), ("2", "No source", 0), ("3", "No source", 0)],
        )
        cell = self._book(pack)["Index"]["D2"]
        self.assertEqual(cell.hyperlink.location, "'Actions'!A1")

    def test_the_cover_says_how_it_was_made(self):
        pack = self._made(sample_seed=4711)
        values = {row["What"]: row["Value"] for row in self._rows(pack, "Cover")}
        self.assertEqual(values["Pack"], pack.number)
        self.assertIn("seed 4711", values["Files of"])
        self.assertEqual(values["Clauses without a source"], "2, 3")

    def test_decisions_stand_there_with_their_chain(self):
        action = self._actions(1)
        action.with_user(self.nurse).action_submit()
        action.with_user(self.leader).action_approve()
        rows = self._rows(self._made(**self._opened()), "Decisions")
        self.assertEqual([row["Place in the chain"] for row in rows], [1, 2])
        self.assertEqual(rows[1]["Fingerprint before"], rows[0]["Fingerprint"])
        self.assertEqual([row["Person"] for row in rows], ["Nurse", "Leader"])

    def test_printed_records_go_along_and_are_made_once(self):
        self.source.report_name = "qms.report_action"
        action = self._actions(1)
        action.with_user(self.nurse).action_cancel(reason="Not needed")
        first, second = (self._made(**self._opened()) for _time in range(2))
        self.assertEqual(self.env["qms.evidence.print"].search_count([]), 1)
        contents = []
        for pack in (first, second):
            [name] = [n for n in self._names(pack) if n.startswith("files/")]
            with self._zip(pack) as packed:
                contents.append(packed.read(name))
        self.assertEqual(*contents)
        # what is erased does not stay in what was printed
        decisions = self._decisions(action).with_user(self.manager)
        decisions.action_erase_details("A law")
        self.assertFalse(self.env["qms.evidence.print"].search_count([]))

    def test_sha256sum_alone_checks_it(self):
        self.source.has_files = True
        self._attach(self._actions(1), "Æøå.txt")
        pack = self._made(**self._opened())
        with tempfile.TemporaryDirectory() as folder:
            with self._zip(pack) as packed:
                packed.extractall(folder)
            command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, check=False
            )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count(": OK"), 4)
        with self._zip(pack) as packed:
            manifest = hashlib.sha256(packed.read("SHA256SUMS")).hexdigest()
        self.assertEqual(pack.manifest_digest, manifest)

    def test_two_packs_of_the_same_differ_in_the_cover_alone(self):
        self._actions(3)
        packs = [self._made(sample_seed=1) for _time in range(2)]
        for sheet in ("Index", "Actions", "Decisions", "Files"):
            with self.subTest(sheet=sheet):
                self.assertEqual(*(self._rows(pack, sheet) for pack in packs))

    # ------------------------------------------------------------
    # What does not go in
    # ------------------------------------------------------------

    def test_what_its_owner_may_not_read_is_not_in_it(self):
        self._actions(2)
        hidden = self._actions(1, name="Hidden")
        # as the rule for quality managers goes
        hidden._write_guarded({"confidential": True})
        self.env.flush_all()
        pack = self._made(**self._opened())
        names = {row["What will be done"] for row in self._rows(pack, "Actions")}
        self.assertEqual(names, {"Action 0", "Action 1"})

    def test_another_companys_records_are_not_in_it_unless_asked_for(self):
        self.source.company_id = False
        self._actions(1)
        abroad = self._new_user("abroad", company=self.other_company)
        unit = self.env["hr.department"].create(
            {"name": "Abroad", "company_id": self.other_company.id}
        )
        self._new_action(
            abroad,
            name="Abroad",
            owner_id=abroad.id,
            department_id=unit.id,
            company_id=self.other_company.id,
            date_deadline=date(2026, 2, 1),
        )
        self.manager.company_ids += self.other_company
        self.env.flush_all()
        both = [Command.set((self.company | self.other_company).ids)]
        for asked, names in (({}, {"Action 0"}), ({"company_ids": both}, None)):
            pack = self._made(**self._opened(**asked))
            rows = self._rows(pack, "Actions")
            found = {row["What will be done"] for row in rows}
            self.assertEqual(found, names or {"Action 0", "Abroad"})

    def test_what_was_entered_after_the_cut_off_is_not_in_it(self):
        self._actions(1)
        pack = self._new_pack()
        pack.action_order()
        late = self._actions(1, name="Late")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_action SET create_date = %s WHERE id = %s",
            ("2030-01-01", late.id),
        )
        self._run_cron()
        self.assertEqual(len(self._rows(pack, "Actions")), 1)

    def test_masked_it_names_nobody_and_tells_no_story(self):
        self.source.has_files = True
        reached = "x.y@example.test, 12 34 56 78, Storgade 12"
        action = self._actions(
            1, name=f"Nurse moves the cabinet: {reached}", why="Aide forgot the key"
        )
        action.with_user(self.nurse).action_submit()
        self._attach(action, "Nurse.txt", b"Nurse did it")
        pack = self._made(drawn="all")
        with self._zip(pack) as packed:
            self.assertFalse([n for n in packed.namelist() if n.startswith("files/")])
        book = self._book(pack)
        texts = [
            str(cell)
            for name in book.sheetnames[2:]
            for row in book[name].iter_rows(min_row=2, values_only=True)
            for cell in row
            if cell
        ]
        for word in ("Nurse", "Aide", "forgot", "x.y@", "12 34", "Storgade"):
            self.assertFalse([text for text in texts if word in text])
        [file] = self._rows(pack, "Files")
        self.assertEqual(file["SHA-256"], hashlib.sha256(b"Nurse did it").hexdigest())

    def test_without_masking_it_says_why(self):
        pack = self._made(**self._opened(open_reason="The certifier asked for it"))
        values = {row["What"]: row["Value"] for row in self._rows(pack, "Cover")}
        self.assertEqual(values["Why not masked"], "The certifier asked for it")

    def test_the_same_seed_draws_the_same_sample(self):
        self._actions(20)
        drawn = []
        for seed in (1, 1, 2):
            pack = self._made(sample_seed=seed, sample_size=5)
            rows = self._rows(pack, "Actions")
            self.assertEqual(len(rows), 20)
            drawn.append({row["Record"] for row in rows if row["In the sample"]})
        self.assertEqual(drawn[0], drawn[1])
        self.assertNotEqual(drawn[0], drawn[2])
        self.assertEqual({len(each) for each in drawn}, {5})

    def test_persons_are_drawn_once_and_followed_through_all_sheets(self):
        staff = [
            self._new_employee(self._new_user(f"worker{number}"), self.home_care)
            for number in range(6)
        ]
        for month in ("03", "04"):
            day = f"2026-{month}-30"
            self._ask_to_read(staff, day)
            self._new_source(
                name=f"Read in {month}",
                res_model="qms.reading",
                domain=f"[('date_deadline', '=', '{day}')]",
                employee_field="employee_id",
                columns="employee_id, date_deadline",
            )
        drawn = []
        for seed in (1, 1, 2):
            pack = self._made(
                **self._opened(drawn="random", sample_seed=seed, sample_persons=2)
            )
            march, april = (
                {row["Who"] for row in rows if row["In the sample"]}
                for rows in (self._rows(pack, f"Read in {m}") for m in ("03", "04"))
            )
            self.assertEqual(march, april)
            self.assertEqual(len(march), 2)
            self.assertEqual(len(self._rows(pack, "Read in 03")), 6)
            drawn.append(march)
        self.assertEqual(drawn[0], drawn[1])
        self.assertNotEqual(drawn[0], drawn[2])

    def _ask_to_read(self, staff, day):
        company = {"company_id": self.company.id, "date_deadline": day}
        sent = self.env["qms.reading.round"].create(
            {
                **company,
                "res_model": "qms.action",
                "res_id": 1,
                "date_started": "2026-03-02",
            }
        )
        self.env["qms.reading"].create(
            [
                {**company, "round_id": sent.id, "employee_id": employee.id}
                for employee in staff
            ]
        )
