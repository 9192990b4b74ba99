from datetime import date

from .common import QmsCase


class IndicatorCase(QmsCase):
    """Actions of several units and months, and an indicator that counts them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topic = cls.env.ref("qms.topic_conformity")
        # what is there from elsewhere is stored already
        cls.env["qms.indicator"].search([]).write({"stored_on": "2100-01-01"})
        cls.indicator = cls._new_indicator()

    @classmethod
    def _new_indicator(cls, **kwargs):
        values = {
            "name": "Actions by deadline",
            "code": f"test_{cls.env['qms.indicator'].search_count([])}",
            "topic_id": cls.topic.id,
            "res_model": "qms.action",
            "date_field": "date_deadline",
            "company_id": cls.company.id,
            **kwargs,
        }
        return cls.env["qms.indicator"].create(values)

    @classmethod
    def _actions(cls, unit, day, count, **kwargs):
        return cls.env["qms.action"].union(
            *(
                cls._new_action(
                    cls.manager,
                    department_id=unit.id,
                    date_deadline=date.fromisoformat(day),
                    **kwargs,
                )
                for _number in range(count)
            )
        )

    def _stored(self, indicator=None):
        """Stored rows: (unit or None, month) -> (value, rests on, small)."""
        rows = self.env["qms.indicator.value"].search(
            [("indicator_id", "=", (indicator or self.indicator).id)]
        )
        return {
            (row.department_id.name or None, f"{row.month:%Y-%m}"): (
                row.value,
                row.count,
                row.is_small,
            )
            for row in rows
        }

    def _night(self):
        """The scheduled action itself, with its commits."""
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_indicators").method_direct_trigger()
        self.env.invalidate_all()

    def _spent(self, function):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
