from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRiskMap(ContextCase):
    """The picture counts what its reader may read, and its table says the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controlled = cls._controlled()
        cls.open = cls._risk()
        cls.elsewhere = cls._risk(
            cls.head, department_id=cls.care.id, owner_id=cls.head.id
        )
        cls.chance = cls._risk(kind="opportunity")
        cls.ended = cls._risk()
        cls.ended.action_end(reason="Gone")

    def _map(self, user, **kwargs):
        model = self.env["qms.risk.map"].with_user(user)
        return model.create({"company_id": self.company.id, **kwargs})

    def test_it_counts_what_the_reader_may_read(self):
        own = self.controlled | self.open
        self.assertEqual(self._map(self.nurse).risk_ids, own)
        everything = own | self.elsewhere
        self.assertEqual(self._map(self.team).risk_ids, everything)

    def test_today_stands_after_the_measures(self):
        before, now = (self._map(self.team, when=when) for when in ("before", "now"))
        self.assertIn("<b>3</b>", before.picture)
        self.assertIn("<b>2</b>", now.picture)
        self.assertIn("<b>1</b>", now.picture)

    def test_a_unit_is_shown_with_those_below(self):
        whole = self._map(self.team, department_id=self.care.id).risk_ids
        self.assertEqual(whole, self.controlled | self.open | self.elsewhere)
        part = self._map(self.team, department_id=self.home_care.id).risk_ids
        self.assertEqual(part, self.controlled | self.open)

    def test_its_list_is_what_it_counts(self):
        action = self._map(self.nurse).action_open_risks()
        found = self.env["qms.risk"].with_user(self.nurse).search(action["domain"])
        self.assertEqual(found, self.controlled | self.open)

    def test_what_was_not_weighed_is_counted_apart(self):
        self._risk(consequence=False)
        self.assertIn("Not assessed yet", self._map(self.nurse).picture)
