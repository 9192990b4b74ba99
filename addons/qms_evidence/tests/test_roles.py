from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .evidence_common import NOW, EvidenceCase

# r: reads, w: writes, c: creates, u: deletes; ',own' is what the person made himself
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
map             -    -    -    -    c    -    -    c    c    -    -    -    -    c
map,own         -    -    -    -    rwcu -    -    rwcu rwcu -    -    -    -    rwcu
map.line        -    -    -    -    c    -    -    c    c    -    -    -    -    -
map.row         -    -    -    -    c    -    -    c    c    -    -    -    -    -
pack            -    -    -    -    -    -    -    -    rc   -    -    -    -    -
pack,own        -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
progress        -    -    -    -    -    -    -    -    r    -    -    -    -    -
print           -    -    -    -    -    -    -    -    -    -    -    -    -    -
"""


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestEvidenceRoles(RolesCase, EvidenceCase):
    """Every role on every record, every operation."""

    def _rows(self, user):
        frame = self._frame_values()
        found = self.env["qms.evidence.map"].create(frame)
        company = {"company_id": self.company.id}
        pack = {**frame, **company, "lang": "en_US"}
        if not hasattr(self, "there"):
            self.there = self.env["qms.evidence.pack"].create(pack)
        clause = {"map_id": found.id, "requirement_id": self.one.id}
        return {
            "map": ("qms.evidence.map", frame, {"in_scope": True}),
            "map,own": ("qms.evidence.map", frame, {"in_scope": True}),
            "map.line": ("qms.evidence.map.line", clause, {"record_count": 3}),
            "map.row": (
                "qms.evidence.map.row",
                {"map_id": found.id, "source_id": self.source.id},
                {"record_count": 3},
            ),
            "pack": ("qms.evidence.pack", pack, {"in_scope": True}),
            "pack,own": ("qms.evidence.pack", pack, {"in_scope": True}),
            "progress": (
                "qms.evidence.progress",
                {"pack_id": self.there.id},
                {"done": 3},
            ),
            "print": (
                "qms.evidence.print",
                {"res_model": "qms.action", "res_id": 1},
                {"lang": "x"},
            ),
        }

    def test_every_model_is_in_the_table(self):
        self._assert_complete("qms_evidence")

    def test_what_each_role_may(self):
        self._assert_matrix(MATRIX)
