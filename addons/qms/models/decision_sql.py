"""What decisions need of PostgreSQL itself: guards, locks, ids."""

from odoo.tools import SQL, sql


def guard_table(cr, table, columns, erasable=()):
    """Refuse UPDATE of ``columns``, DELETE and TRUNCATE on ``table``.

    Columns added later may be filled (``-u`` does that); ``erasable`` ones may be
    emptied, never changed to something else.
    """
    function = SQL.identifier(_function(table))
    cr.execute(
        SQL(
            "CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $body$%s$body$ "
            "LANGUAGE plpgsql",
            function,
            _body(columns, erasable),
        )
    )
    events = ("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")
    for trigger, (event, scope) in zip(_triggers(table), events, strict=True):
        names = SQL.identifier(trigger), SQL.identifier(table)
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", *names))
        cr.execute(
            SQL(
                "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s EXECUTE FUNCTION %s()",
                names[0],
                SQL(event),
                names[1],
                SQL(scope),
                function,
            )
        )


def is_guarded(cr, table, columns, erasable=()):
    """Whether what :func:`guard_table` made is there, switched on and unchanged."""
    cr.execute(
        SQL(
            """SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                WHERE t.tgrelid = %s::regclass AND t.tgenabled IN ('O', 'A')
                  AND t.tgname IN %s AND p.proname = %s AND p.prosrc = %s""",
            table,
            _triggers(table),
            _function(table),
            _body(columns, erasable).code,
        )
    )
    return cr.fetchone()[0] == len(_triggers(table))


def drop_guards(cr, *tables):
    """Remove what :func:`guard_table` made, for uninstalling."""
    for table in tables:
        cr.execute(
            SQL(
                "DROP FUNCTION IF EXISTS %s() CASCADE",
                SQL.identifier(_function(table)),
            )
        )


def lock_rows(cr, table, ids):
    """Wait for whoever writes these rows now, and make the later one start again.

    The rows are written as they are: the later one then fails on them with a
    serialization error, which Odoo repeats with the newer state before its eyes. A
    lock alone would let it go on with the older one.
    """
    cr.execute(
        SQL(
            """WITH locked AS (SELECT id FROM %s WHERE id = ANY(%s)
                                ORDER BY id FOR NO KEY UPDATE)
               UPDATE %s taken SET id = taken.id FROM locked
                WHERE taken.id = locked.id""",
            SQL.identifier(table),
            list(ids),
            SQL.identifier(table),
        ),
        log_exceptions=False,
    )


def lock_free_rows(cr, table, ids):
    """Lock those of these rows that nobody else holds; returns their ids.

    A row that was changed since this transaction began is a serialization error, to
    be repeated, and no matter for the log.
    """
    cr.execute(
        SQL(
            """SELECT id FROM %s WHERE id = ANY(%s)
                ORDER BY id FOR NO KEY UPDATE SKIP LOCKED""",
            SQL.identifier(table),
            list(ids),
        ),
        log_exceptions=False,
    )
    return [row[0] for row in cr.fetchall()]


def skip_decided_ids(cr, model, table):
    """Let ``table`` give out no id that a decision on ``model`` names already.

    A module that is uninstalled takes its records along, their decisions remain: a
    later installation must not find them on records of its own.
    """
    if not sql.table_exists(cr, "qms_decision"):
        return
    sequence = f"{table}_id_seq"
    cr.execute(
        SQL(
            """SELECT setval(%s::regclass, decided.top)
                 FROM (SELECT max(res_id) AS top FROM qms_decision
                        WHERE res_model = %s) decided, %s given
                WHERE decided.top >= given.last_value""",
            sequence,
            model,
            SQL.identifier(sequence),
        )
    )


def _function(table):
    return f"{table}_final"


def _triggers(table):
    return f"{table}_final_row", f"{table}_final_all"


def _body(columns, erasable):
    kept = [
        SQL("NEW.%s IS NOT DISTINCT FROM OLD.%s", *[SQL.identifier(column)] * 2)
        for column in columns
    ]
    emptied = [
        SQL(
            "(NEW.%s IS NULL OR NEW.%s IS NOT DISTINCT FROM OLD.%s)",
            *[SQL.identifier(column)] * 3,
        )
        for column in erasable
    ]
    return SQL(
        """
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF %s THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
                MESSAGE = TG_TABLE_NAME || ': rows are final';
        END """,
        SQL(" AND ").join([*kept, *emptied]),
    )
