from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .common import DocumentCase

# r: reads, w: writes, c: creates, u: deletes. 'own' looks after the document, 'co'
# writes it too, both work elsewhere. 'conf' rows are of a confidential one.
MATRIX = """
                own  co   empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
type            r    r    r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
step            r    r    r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
remark,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    .    .
change,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    .    .
takeover        -    -    -    -    -    -    -    -    -    -    r    -    -    -    -    -
row,own         -    -    -    -    -    -    -    -    -    -    rwcu -    -    -    .    .
document,own    rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  -    -    .    .
doc,draft       rwc  rc   c    rwc  rwc  rwc  c    c    c    rc   rwc  c    -    -    -    -
ver,draft       rw   rw   -    rw   rw   rw   -    -    -    r    rw   -    -    -    -    -
doc,valid       rwc  rc   rc   rwc  rwc  rwc  rc   rc   rc   rc   rwc  rc   -    -    -    -
ver,valid       rc   rc   -    rc   rc   rc   -    -    -    r    rc   -    -    -    -    -
doc,gone        rwc  rc   c    rwc  rwc  rwc  c    c    c    rc   rwc  c    -    -    -    -
ver,gone        rc   rc   -    rc   rc   rc   -    -    -    r    rc   -    -    -    -    -
doc,conf,draft  rwc  rc   c    rwc  rwc  rwc  c    c    c    c    rwc  c    -    -    -    -
ver,conf,draft  rw   rw   -    rw   rw   rw   -    -    -    -    rw   -    -    -    -    -
doc,conf,valid  rwc  rc   rc   rwc  rwc  rwc  rc   rc   c    c    rwc  c    -    -    -    -
ver,conf,valid  rc   rc   -    rc   rc   rc   -    -    -    -    rc   -    -    -    -    -
doc,conf,gone   rwc  rc   c    rwc  rwc  rwc  c    c    c    c    rwc  c    -    -    -    -
ver,conf,gone   rc   rc   -    rc   rc   rc   -    -    -    -    rc   -    -    -    -    -
"""  # noqa: E501


class There(dict):
    """Values to create one like ``record``, which is there."""

    def __init__(self, record, **values):
        super().__init__(values)
        self.record = record


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentRoles(DocumentCase, RolesCase):
    """Every role on every record of a document, every operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._new_colleague("own", unit=cls.administration)
        editor = cls._new_colleague("co", unit=cls.administration)
        cls.people = {"own": own, "co": editor, **cls.people}
        cls.there = {}
        for key, secret in (("", "normal"), ("conf,", "confidential")):
            known = {
                "confidentiality": secret,
                "editor_ids": editor.ids,
                "user": own,
            }
            cls.there[f"{key}draft"] = cls._new_document(**known)
            cls.there[f"{key}valid"] = cls._approved(**known)
            gone = cls._approved(**known)
            gone.valid_version_id.with_user(cls.leader).action_withdraw(reason="x")
            cls.there[f"{key}gone"] = gone
        cls.env.flush_all()

    def _make(self, model, values, maker):
        if isinstance(values, There):
            return values.record
        if maker != self.env.user and maker.company_id != self.company:
            raise ValidationError(maker.name)
        return super()._make(model, values, maker)

    def _rows(self, user):
        place = {"department_id": self.home_care.id, "company_id": self.company.id}
        rows = {
            "type": (
                "qms.document.type",
                {"name": "x", "code": "x", "prefix": "X"},
                {"name": "y"},
            ),
            "step": (
                "qms.document.type.step",
                {"type_id": self.procedure.id, "who": "owner"},
                {"who": "leader"},
            ),
            "remark,own": (
                "qms.document.remark",
                {"document_id": self.there["valid"].id, "text": "x"},
                {"text": "y"},
            ),
            "change,own": (
                "qms.document.change",
                {
                    "res_model": "qms.action",
                    "res_id": 1,
                    "document_id": self.there["valid"].id,
                },
                {"document_id": self.there["valid"].id},
            ),
            "takeover": (
                "qms.document.takeover",
                {"name": "x", "company_id": self.company.id},
                {"name": "y"},
            ),
            "row,own": (
                "qms.document.takeover.row",
                {
                    "name": "x",
                    "type_id": self.procedure.id,
                    "department_id": self.home_care.id,
                },
                {"name": "y"},
            ),
            "document,own": (
                "qms.document",
                {**place, "name": "x", "type_id": self.procedure.id},
                {"requirement_ids": []},
            ),
        }
        for label, document in self.there.items():
            document = document.sudo()
            rows[f"doc,{label}"] = (
                "qms.document",
                There(document, **place, name="x", type_id=self.procedure.id),
                {"requirement_ids": []},
            )
            rows[f"ver,{label}"] = (
                "qms.document.version",
                There(document.version_ids, document_id=document.id, name="x"),
                {"change_note": "y"},
            )
        return rows

    def test_the_matrix_of_roles_and_records(self):
        self._assert_matrix(MATRIX)

    def test_every_model_is_tried(self):
        self._assert_complete("qms_document")

    # ------------------------------------------------------------
    # Side doors
    # ------------------------------------------------------------

    def _outsiders(self):
        return self.people["aud"] | self.people["ins"] | self.stranger

    def test_a_draft_is_behind_no_side_door(self):
        document = self.there["draft"]
        version = document.sudo().version_ids
        version.sudo().message_post(body="Not for everybody")
        for user in self._outsiders():
            env = self.env(user=user)
            documents = env["qms.document"]
            self.assertFalse(documents.name_search(document.number))
            self.assertFalse(
                documents.search(
                    [("name", "ilike", "Medicine"), ("state", "=", "draft")]
                )
            )
            self.assertFalse(env["qms.document.version"].search([]))
            self.assertFalse(
                env["mail.message"].search(
                    [("model", "=", version._name), ("res_id", "=", version.id)]
                )
            )
            for record in (document, version):
                own = record.with_user(user)
                with self.assertRaises(AccessError):
                    own.read(["name"])
                with self.assertRaises(AccessError):
                    own.message_post(body="x")

    def test_a_reader_sees_nothing_of_drafts_through_the_document(self):
        document = self.there["valid"]
        self._next(document, "<p>Secret plan</p>", name="Secret")
        for user in self.people["empl"] | self.people["ins"]:
            self.env.invalidate_all()
            own = document.with_user(user)
            self.assertFalse(own.version_ids)
            self.assertFalse(own.draft_id)
            self.assertFalse(own.may_write)
            self.assertNotIn("Secret", str(own.read()))
            self.assertFalse(own.search([("version_ids.name", "=", "Secret")]))
            with self.assertRaises(AccessError):
                own.action_write()

    def test_who_loses_access_follows_no_longer(self):
        document = self.there["valid"]
        document.message_subscribe((self.people["ins"] | self.nurse).partner_id.ids)
        document.confidentiality = "confidential"
        self.assertNotIn(self.people["ins"].partner_id, document.message_partner_ids)
        self.assertIn(self.nurse.partner_id, document.message_partner_ids)
