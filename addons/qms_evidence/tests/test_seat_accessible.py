from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.axe_common import AxeCase

from .evidence_common import NOW
from .seat_common import SeatCase

# wider than the screen: one would have to scroll sideways
FITS = """
;if (document.documentElement.scrollWidth > 375) {
    console.error(`wider than the screen: ${document.documentElement.scrollWidth}`);
}
"""


@tagged("post_install", "-at_install", "qms")
class TestSeatAccessible(SeatCase, AxeCase):
    """From the map to the case, on a phone, judged by axe-core."""

    browser_size = "375x667"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        long = "Trivselsundersøgelsesopfølgningshandlingsplansgodkendelsesprocedure"
        cls.action = cls._actions(1, name=long)
        cls.source.has_files = True
        cls._attach(cls.action, f"{long}.txt")
        # before the cut-off, which is the moment this transaction began
        with freeze_time(NOW):
            cls.action.with_user(cls.nurse).action_submit()

    def authenticate(self, user, password, **kwargs):
        with self._entering():
            return super().authenticate(user, password, **kwargs)

    def test_clause_source_record_case(self):
        seat = self._open_seat(self._made(**self._opened()))
        login = self._visitor(seat).login
        with seat.sudo()._index() as index:
            [record] = index.db.execute("SELECT id FROM record").fetchall()
        for path in (
            "/qms/seat",
            "/qms/seat/clause/1",
            f"/qms/seat/source/{self.source.id}",
            f"/qms/seat/record/{record['id']}",
        ):
            with self.subTest(path=path):
                self._assert_accessible(path, login=login, before=FITS)
