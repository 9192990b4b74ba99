from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .evidence_common import NOW, EvidenceCase

# r: reads, w: writes, c: creates, u: deletes; ',own' is what the person made himself
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
map             -    -    -    -    c    -    -    c    c    -    -    -    -    -
map,own         -    -    -    -    rwcu -    -    rwcu rwcu -    -    -    -    rwu
map.line        -    -    -    -    -    -    -    -    -    -    -    -    -    -
map.line,own    -    -    -    -    rwcu -    -    rwcu rwcu -    -    -    -    rwcu
map.row         -    -    -    -    -    -    -    -    -    -    -    -    -    -
map.row,own     -    -    -    -    rwcu -    -    rwcu rwcu -    -    -    -    rwcu
pack            -    -    -    -    -    -    -    -    rc   -    -    -    -    -
pack,own        -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
release         -    -    -    -    -    -    -    -    c    -    -    -    -    c
release,own     -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
progress        -    -    -    -    -    -    -    -    r    -    -    -    -    -
seat            -    -    -    -    -    -    -    -    r    -    -    -    -    -
seat,own        -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
seat.view       -    -    -    -    -    -    -    -    r    -    -    -    -    -
print           -    -    -    -    -    -    -    -    -    -    -    -    -    -
"""


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestEvidenceRoles(RolesCase, EvidenceCase):
    """Every role on every record, every operation."""

    def _rows(self, user):
        frame = self._frame_values()
        maps = self.env["qms.evidence.map"]
        found, own = maps.create(frame), maps.with_user(user).sudo().create(frame)
        company = {"company_id": self.company.id}
        pack = {**frame, **company, "lang": "en_US"}
        if not hasattr(self, "there"):
            self.there = self.env["qms.evidence.pack"].create(pack)
            self.file = self._attach(self.there)
            self.packs = {}
        release = {
            "pack_id": self.there.id,
            "attachment_id": self.file.id,
            "reason": "x",
        }
        clause = {"requirement_id": self.one.id}
        source = {"source_id": self.source.id}
        line, row = "qms.evidence.map.line", "qms.evidence.map.row"
        more = {"record_count": 3}
        seat = {"pack_id": self.there.id, "visitor": "Vera", "email": "vera@a.example"}
        return {
            "map": ("qms.evidence.map", frame, {"in_scope": True}),
            "map,own": ("qms.evidence.map", frame, {"in_scope": True}),
            "map.line": (line, {**clause, "map_id": found.id}, more),
            "map.line,own": (line, {**clause, "map_id": own.id}, more),
            "map.row": (row, {**source, "map_id": found.id}, more),
            "map.row,own": (row, {**source, "map_id": own.id}, more),
            "pack": ("qms.evidence.pack", pack, {"in_scope": True}),
            "pack,own": ("qms.evidence.pack", pack, {"in_scope": True}),
            "release": ("qms.evidence.release", release, {"reason": "y"}),
            "release,own": ("qms.evidence.release", release, {"reason": "y"}),
            "progress": (
                "qms.evidence.progress",
                {"pack_id": self.there.id},
                {"done": 3},
            ),
            "seat": ("qms.evidence.seat", seat, {"visitor": "Eva"}),
            "seat,own": (
                "qms.evidence.seat",
                {**seat, "pack_id": self._pack_of(user).id},
                {"visitor": "Eva"},
            ),
            "seat.view": (
                "qms.evidence.seat.view",
                {"seat_ref": 1, "company_ref": self.company.id, "page": "home"},
                {"what": "x"},
            ),
            "print": (
                "qms.evidence.print",
                {"res_model": "qms.action", "res_id": 1},
                {"lang": "x"},
            ),
        }

    def _pack_of(self, user):
        """A pack that ``user`` asked for, were he to have the right."""
        if user not in self.packs:
            self.packs[user] = self.there.with_user(user).sudo().copy()
        return self.packs[user]

    def _make(self, model, values, maker):
        if model == "qms.evidence.seat.view":
            return self.env[model]._append([values])
        return super()._make(model, values, maker)

    def test_every_model_is_in_the_table(self):
        self._assert_complete("qms_evidence")

    def test_what_each_role_may(self):
        self._assert_matrix(MATRIX)
