from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from .masking_common import BARE, CPR, MASKED, MaskingCase


@tagged("post_install", "-at_install", "qms")
class TestMaskFields(MaskingCase):
    def test_create(self):
        record = self.records.create(
            {
                "name": f"About {CPR}",
                "note": f"CPR {BARE}",
                "description": "<p>0101<b>90</b>-1234 &amp; co</p>",
                "reference": CPR,
            }
        )
        self.assertEqual(self.stored(record, "name"), f"About {MASKED}")
        self.assertEqual(self.stored(record, "note"), "CPR ••••••••••")
        self.assertEqual(
            self.stored(record, "description"), "<p>••••<b>••</b>-•••• &amp; co</p>"
        )
        self.assertEqual(record.reference, CPR)
        self.assertNotices(self.TOLD)

    def test_many_at_once_with_one_notice(self):
        records = self.records.create([{"name": CPR}, {"name": "b"}, {"note": CPR}])
        self.assertEqual(records.mapped("name"), [MASKED, "b", False])
        self.assertNotices(self.TOLD)

    def test_write_and_assignment(self):
        record = self.records.create({"name": "a"})
        record.write({"name": CPR})
        record.note = CPR
        self.assertEqual((record.name, record.note), (MASKED, MASKED))
        self.assertNotices(self.TOLD, self.TOLD)

    def test_values_given_are_not_changed(self):
        vals = {"name": CPR}
        self.records.create(vals).write(vals)
        self.assertEqual(vals, {"name": CPR})

    def test_default_from_the_context(self):
        record = self.records.with_context(default_note=CPR).create({"name": "a"})
        self.assertEqual(self.stored(record, "note"), MASKED)

    def test_copy_and_import(self):
        record = self.records.create({"name": "a"})
        self.assertEqual(record.copy({"note": CPR}).note, MASKED)
        result = self.records.load(["name"], [[CPR]])
        self.assertEqual(self.records.browse(result["ids"]).name, MASKED)

    def test_properties(self):
        kind = self.env["test.qms.masked.kind"].create(
            {
                "definition": [
                    {"name": "where", "type": "char", "string": "Where"},
                    {"name": "how_many", "type": "integer", "string": "How many"},
                ]
            }
        )
        record = self.records.create(
            {"kind_id": kind.id, "extra": {"where": CPR, "how_many": 101901234}}
        )
        self.assertEqual(dict(record.extra), {"where": MASKED, "how_many": 101901234})
        definition = record.read(["extra"])[0]["extra"]
        definition[0]["value"] = f"again {CPR}"
        record.write({"extra": definition})
        self.assertEqual(record.extra["where"], f"again {MASKED}")

    def test_a_bare_number_is_asked_about_and_left(self):
        record = self.records.create({"note": f"P-nummer {BARE}"})
        self.assertEqual(record.note, f"P-nummer {BARE}")
        self.assertNotices(self.ASKED)
        self.assertTrue(record.note.isascii())

    def test_both_in_one_text(self):
        self.records.create({"note": f"{CPR} P-nummer {BARE}"})
        self.assertNotices(self.TOLD, self.ASKED)

    def test_nothing_found_nothing_said(self):
        record = self.records.create({"name": "K-2026-00042, tel. 12345678"})
        record.write({"name": False, "note": None})
        record.write({"name": "x"})
        self.assertNotices()

    def test_the_record_s_company_decides(self):
        number = "15108695088"
        written = f"{number[:6]} {number[6:]}"
        here = self.records.create({"name": written, "company_id": self.denmark.id})
        self.assertEqual(here.name, written)
        there = self.records.create({"name": written, "company_id": self.norway.id})
        self.assertEqual(there.name, "•••••• •••••")
        there.note = CPR
        self.assertEqual(there.note, CPR)
        both = here + there
        both.write({"note": f"{written} {CPR}"})
        self.assertEqual(both.mapped("note"), [f"•••••• ••••• {MASKED}"] * 2)

    def test_without_a_company_the_current_one_decides(self):
        abroad = self.records.with_company(self.norway)
        self.assertEqual(abroad.create({"name": CPR}).name, CPR)
        self.assertEqual(self.records.create({"name": CPR}).name, MASKED)

    def test_a_company_without_country_masks_beside_the_word(self):
        self.denmark.country_id = False
        record = self.records.create({"name": f"CPR {CPR}", "note": CPR})
        self.assertEqual((record.name, record.note), (f"CPR {MASKED}", CPR))

    def test_nobody_is_told_where_nobody_sits(self):
        portal = new_test_user(
            self.env,
            "masking_portal",
            groups="base.group_portal",
            company_id=self.denmark.id,
            company_ids=self.denmark.ids,
        )
        for user in (self.env.ref("base.user_root"), portal):
            records = self.records.with_user(user).with_company(self.denmark)
            record = records.sudo().create({"name": CPR})
            self.assertEqual(record.name, MASKED)
        self.assertNotices()

    def test_fields_that_cannot_be_masked_are_a_programming_error(self):
        model = type(self.env["test.qms.masked"])
        for name in ("company_id", "message_ids"):
            with (
                patch.object(model, "_mask_fields", (name,)),
                self.assertRaises(TypeError),
            ):
                self.env["test.qms.masked"]._register_hook()

    def test_the_mixin_behind_mail_thread_is_a_programming_error(self):
        record = self.env["test.qms.masked"]
        record._register_hook()
        order = [*type(record).mro()]
        order.remove(self.registry["qms.mask.mixin"])
        order.append(self.registry["qms.mask.mixin"])
        with (
            patch.object(type(type(record)), "mro", lambda cls: order, create=True),
            self.assertRaises(TypeError),
        ):
            record._register_hook()
