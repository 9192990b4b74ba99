"""Rows past the ORM: copies of rows it made, with what rules and relations need."""

import contextlib

from odoo import fields
from odoo.tools import SQL


def copied(env, table, source, replaced):
    """INSERT the rows of ``source`` (a FROM clause in which the template is ``src``).

    :param dict replaced: SQL per column that is not that of the template
    """
    names = env.execute_query(
        SQL(
            """SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = %s
                  AND is_generated = 'NEVER'""",
            table,
        )
    )
    names = [name for (name,) in names]
    values = [replaced.get(name, SQL.identifier("src", name)) for name in names]
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(values),
            source,
        )
    )


@contextlib.contextmanager
def without_indexes(cr, *tables):
    """Made again afterwards: filling them row by row takes several times as long."""
    cr.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
             FROM pg_index
            WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
              AND NOT EXISTS (SELECT FROM pg_constraint
                               WHERE conindid = indexrelid)""",
        (list(tables),),
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL(name)))
    yield
    for _name, definition in indexes:
        cr.execute(SQL("%s", SQL(definition.replace("%", "%%"))))


class Archive:
    """Cases that ended, made from open ones: 'as many open cases in both sizes'."""

    def __init__(self, town):
        self.town, self.env = town, town.env
        self.templates = self.env["qms.deviation"].search([], limit=1000).ids
        self.action = self._template_action()
        self.env.flush_all()

    def _template_action(self):
        leader = self.town.leaders[0]
        case = self.env["qms.deviation"].search(
            [("department_id", "=", self.town.units[0].id)], limit=1
        )
        return (
            self.env["qms.action"]
            .with_user(leader)
            .create(
                {
                    "name": "Bring the medicine list up to date",
                    "res_model": "qms.deviation",
                    "res_id": case.id,
                    "owner_id": self.town.people[0].id,
                    "date_deadline": fields.Date.today(),
                }
            )
        )

    def actions_of_open_cases(self):
        """One per second case, carried out by somebody else each."""
        self._actions(
            SQL("SELECT id FROM qms_deviation WHERE id / 4 %% 2 = 0"),
            SQL("'open'"),
            SQL("CURRENT_DATE + (row.id %% 60 * 31 %% 60)::int"),
        )

    def grow(self, size):
        cr = self.env.cr
        cr.execute("SELECT count(*), coalesce(max(id), 0) FROM qms_deviation")
        present, last = cr.fetchone()
        if size <= present:
            return
        cr.execute("DROP TABLE IF EXISTS bench_more")
        cr.execute(
            """CREATE TEMP TABLE bench_more AS
               SELECT nextval('qms_deviation_id_seq')::int AS id,
                      nextval('qms_report_id_seq')::int AS report_id,
                      %s + place AS place,
                      (%s::int[])[1 + place %% %s] AS template,
                      (%s::int[])[1 + place * 13 %% 20] AS unit,
                      CURRENT_DATE - (100 + place %% 995 * 7919 %% 995)::int AS reported
                 FROM generate_series(1, %s) place""",
            (
                present,
                self.templates,
                len(self.templates),
                self.town.units.ids,
                size - present,
            ),
        )
        # joined to what came into being in this very transaction
        cr.execute("ANALYZE")
        tables = ("qms_deviation", "qms_report", "qms_duty", "qms_action")
        with without_indexes(cr, *tables):
            self._cases()
            self._reports()
            self._duties()
            self._actions(
                SQL(
                    "SELECT id FROM qms_deviation WHERE id > %s AND id / 4 %% 2 = 0",
                    last,
                ),
                SQL("'done'"),
                SQL("d.date_closed"),
            )
        self.env.invalidate_all()

    def _cases(self):
        copied(
            self.env,
            "qms_deviation",
            SQL("bench_more row JOIN qms_deviation src ON src.id = row.template"),
            {
                "id": SQL("row.id"),
                "number": SQL("'B-' || row.place"),
                "description": SQL("src.description || ' Case ' || row.place"),
                "department_id": SQL("row.unit"),
                "reading_department_id": SQL("row.unit"),
                "responsible_id": SQL("%s", self.town.former.id),
                "date_reported": SQL("row.reported"),
                "date_closed": SQL("row.reported + 30"),
                "date_deadline": SQL("row.reported + 30"),
                "state": SQL(
                    "CASE WHEN row.place %% 10 < 9 THEN 'closed' ELSE 'dismissed' END"
                ),
            },
        )

    def _reports(self):
        """Of the people who are here no more than they had before."""
        copied(
            self.env,
            "qms_report",
            SQL(
                """bench_more row
                   JOIN qms_deviation_qms_report_rel rel
                        ON rel.qms_deviation_id = row.template
                   JOIN qms_report src ON src.id = rel.qms_report_id"""
            ),
            {
                "id": SQL("row.report_id"),
                "number": SQL("'B-' || row.place"),
                "department_id": SQL("row.unit"),
                "reporter_id": SQL("%s", self.town.former.id),
            },
        )
        self.env.cr.execute(
            """INSERT INTO qms_deviation_qms_report_rel
                      (qms_deviation_id, qms_report_id)
               SELECT id, report_id FROM bench_more"""
        )

    def _duties(self):
        """First reading, done long ago."""
        copied(
            self.env,
            "qms_duty",
            SQL(
                """bench_more row
                   JOIN qms_duty src ON src.id = (
                        SELECT min(id) FROM qms_duty
                         WHERE res_model = 'qms.deviation')"""
            ),
            {
                "id": SQL("nextval('qms_duty_id_seq')"),
                "res_id": SQL("row.id"),
                "state": SQL("'done'"),
                "department_id": SQL("row.unit"),
                "record_department_id": SQL("row.unit"),
                "date_deadline": SQL("row.reported + 3"),
                "date_done": SQL("row.reported + 2"),
            },
        )

    def _actions(self, cases, state, deadline):
        copied(
            self.env,
            "qms_action",
            SQL(
                """(%s) row JOIN qms_deviation d ON d.id = row.id
                   JOIN qms_action src ON src.id = %s""",
                cases,
                self.action.id,
            ),
            {
                "id": SQL("nextval('qms_action_id_seq')"),
                "number": SQL("'A-' || row.id"),
                "res_id": SQL("row.id"),
                "deviation_id": SQL("row.id"),
                "department_id": SQL("d.department_id"),
                "confidential": SQL("d.confidentiality = 'confidential'"),
                "owner_id": SQL(
                    "CASE WHEN d.state IN ('closed', 'dismissed') THEN %s "
                    "ELSE (%s::int[])[1 + row.id %% 50] END",
                    self.town.former.id,
                    self.town.people.ids,
                ),
                "author_id": SQL("%s", self.town.former.id),
                "state": state,
                "date_deadline": deadline,
            },
        )
