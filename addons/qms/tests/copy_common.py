"""What was built once in a transaction is built again in another by one statement."""

from odoo.tools import SQL

START = "SELECT pg_current_xact_id()::text::bigint & x'ffffffff'::bigint"
TOUCHED = """
    SELECT relname::text,
           array_agg(column_name::text) FILTER (WHERE is_generated = 'NEVER')
      FROM pg_stat_xact_user_tables
      JOIN information_schema.columns
        ON table_schema = schemaname AND table_name = relname
     WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd > 0
  GROUP BY relname
"""
SEQUENCES = """
    SELECT relname::text, start_value, increment_by
      FROM pg_class JOIN pg_sequences ON sequencename = relname
     WHERE relkind = 'S' AND pg_class.xmin::text::bigint >= %s
"""


class Copy:
    """The rows that ``build`` adds or changes, as they are in the end.

    With the same ids: the transaction that made them is rolled back, and no id is given
    out twice. References among the rows are judged at the end of the one statement.
    """

    def __init__(self, env, build):
        env.flush_all()
        [[start]] = env.execute_query(SQL(START))
        build()
        env.flush_all()
        parts = []
        self.tables = []
        for table, columns in env.execute_query(SQL(TOUCHED)):
            query = SQL(
                "SELECT jsonb_agg(to_jsonb(line))::text FROM %s line"
                " WHERE line.xmin::text::bigint >= %s",
                SQL.identifier(table),
                start,
            )
            [[lines]] = env.execute_query(query)
            if lines:
                self.tables.append(table)
                parts.append(self._insert(table, columns, lines))
        self.insert = SQL("WITH %s SELECT", SQL(", ").join(parts))
        self.sequences = env.execute_query(SQL(SEQUENCES, start))

    def _insert(self, table, columns, lines):
        names = SQL(", ").join(map(SQL.identifier, columns))
        there = SQL("DO NOTHING")
        if "id" in columns:
            new = SQL(", ").join(SQL.identifier("excluded", name) for name in columns)
            there = SQL("(id) DO UPDATE SET (%s) = ROW(%s)", names, new)
        name, table = table, SQL.identifier(table)
        return SQL(
            "%s AS (INSERT INTO %s (%s)"
            " SELECT %s FROM jsonb_populate_recordset(NULL::%s, %s) ON CONFLICT %s)",
            *(SQL.identifier(f"new_{name}"), table, names, names, table, lines, there),
        )

    def paste(self, env):
        for name, start, step in self.sequences:
            env.cr.execute(
                SQL(
                    "CREATE SEQUENCE %s INCREMENT BY %s START WITH %s",
                    *(SQL.identifier(name), step, start),
                )
            )
        env.cr.execute(self.insert)
        env.registry.clear_cache()
        env.invalidate_all()
