from odoo import Command
from odoo.tools import SQL

from .common import DeviationCase

STORY = "Zebrafish medicine went to the wrong address"


class ChannelCase(DeviationCase):
    """Channels with a named ``officer``; cases to hand over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._new_user("officer")
        cls._new_employee(cls.officer, cls.administration)

    @classmethod
    def _channel(cls, named=True, **kwargs):
        values = {
            "name": "Data protection office",
            "code": "test",
            "belongs": "Personal data that went astray",
            "clock_unit": "hours",
            "clock_number": 72,
            "word_ids": [
                Command.create(
                    {"language": "en", "words": "Wrong  address\nbreach"},
                )
            ],
            **kwargs,
        }
        channel = cls.env["qms.channel"].create(values)
        if named:
            cls._name(channel, cls.officer)
        return channel

    @classmethod
    def _name(cls, channel, user, company=None):
        return cls.env["qms.channel.person"].create(
            {
                "channel_id": channel.id,
                "company_id": (company or cls.company).id,
                "user_id": user.id,
            }
        )

    @classmethod
    def _removed_at_once(cls, **kwargs):
        return cls._channel(archive_rule="remove", **kwargs)

    @classmethod
    def _traceless(cls, **kwargs):
        return cls._removed_at_once(name="Trusted line", traceless=True, **kwargs)

    @classmethod
    def _handed_over(cls, channel=None, case=None, **kwargs):
        """Handed over by the leader; seen by the officer."""
        case = case or cls._case(description=STORY)
        case.action_hand_over((channel or cls._channel()).id, **kwargs)
        return case.with_user(cls.officer)

    def _confirm(self, case, user=None, reference="DP-77", **kwargs):
        return case.with_user(user or self.officer).action_confirm_handover(
            reference, **kwargs
        )

    def _problems(self):
        return self.env["qms.decision.check"]._run()[1]

    def _places_of(self, text):
        """All columns of all tables in which ``text`` occurs."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """SELECT table_name, column_name FROM information_schema.columns
                    WHERE table_schema = current_schema
                      AND data_type IN ('character varying', 'text', 'jsonb', 'json')
                      AND table_name IN (SELECT relname FROM pg_class
                                          WHERE relkind = 'r')"""
            )
        )
        return [
            f"{table}.{column}"
            for table, column in columns
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s::text ILIKE %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    f"%{text}%",
                )
            )
        ]

    def _tables_naming(self, record):
        """Tables with rows that name ``record`` by its model and id."""
        self.env.flush_all()
        pairs = self.env.execute_query(
            SQL(
                """SELECT i.table_name, m.column_name
                     FROM information_schema.columns i
                     JOIN information_schema.columns m USING (table_schema, table_name)
                     JOIN pg_class c ON c.relname = table_name AND c.relkind = 'r'
                    WHERE table_schema = current_schema AND i.column_name = 'res_id'
                      AND m.column_name IN ('model', 'res_model')"""
            )
        )
        return {
            table
            for table, kind in pairs
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s = %s AND res_id = %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(kind),
                    record._name,
                    record.id,
                )
            )
        }
