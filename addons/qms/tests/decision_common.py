from contextlib import contextmanager

from odoo.tools import SQL

from .common import QmsCase

TABLES = ("qms_decision", "qms_decision_detail", "qms_decision_seal")


class DecisionCase(QmsCase):
    """Decided actions, the check over them, and the means to tamper."""

    def _decided(self, **kwargs):
        """An action submitted by the nurse and approved by the leader."""
        action = self._new_action(**kwargs)
        action.action_submit()
        action.with_user(self.leader).action_approve()
        return action.with_user(self.env.user)

    def _details(self, record):
        """The contents of the record's decisions, in their order."""
        decisions = self._decisions(record)
        details = self.env["qms.decision.detail"].search(
            [("decision_ref", "in", decisions.ids)], order="decision_ref"
        )
        self.assertEqual(details.mapped("decision_ref"), decisions.ids)
        return details

    def _problems(self):
        return self.env["qms.decision.check"]._run()[1]

    def _assert_in_order(self):
        self.assertEqual(self._problems(), [])

    def _assert_found(self, *parts):
        """The check finds one thing and names it in these words."""
        [problem] = self._problems()
        for part in parts:
            self.assertIn(part, problem)

    @contextmanager
    def _as_owner(self):
        """The database's owner switches the guards off and, when done, on again."""
        self.env.flush_all()
        self._switch_guards("DISABLE")
        yield self.env.cr
        self._switch_guards("ENABLE")
        self.env.invalidate_all()

    def _switch_guards(self, how, tables=TABLES):
        for table in tables:
            self.env.cr.execute(
                SQL("ALTER TABLE %s %s TRIGGER USER", SQL.identifier(table), SQL(how))
            )
