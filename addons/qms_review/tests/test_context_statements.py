from lxml import etree

from odoo.tests import freeze_time, tagged

from .context_common import ContextCase

MORE = 12
# of any of these lists, with all its columns
LIST = 22


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextStatements(ContextCase):
    """What a list shows costs the same for few and for many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        committee = cls._committee()
        cls.makers = {
            "qms.factor": cls._factor,
            "qms.stakeholder": cls._stakeholder,
            "qms.context.review": cls._review,
            "qms.consultation": lambda: cls._consultation(committee),
            "qms.improvement.programme": cls._programme,
            "qms.risk": cls._risk,
        }
        for make in cls.makers.values():
            make()
            make()

    def _columns(self, model):
        """All columns of its list, hidden ones too."""
        arch = etree.fromstring(model.get_view(view_type="list")["arch"])
        return {
            node.get("name"): {"fields": {"display_name": {}}}
            if model._fields[node.get("name")].relational
            else {}
            for node in arch.iter("field")
        }

    def _spent(self, model):
        columns = self._columns(model)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = model.web_search_read([], columns, limit=80)
        return self.env.cr.sql_log_count - before, len(found["records"])

    def test_lists_cost_the_same_for_many(self):
        for name, make in self.makers.items():
            model = self.env[name].with_user(self.manager)
            self._spent(model)
            few, shown = self._spent(model)
            for _number in range(MORE):
                make()
            many, more = self._spent(model)
            with self.subTest(model=name):
                self.assertEqual(more, shown + MORE)
                self.assertLessEqual(many, few)
                self.assertLessEqual(many, LIST)
