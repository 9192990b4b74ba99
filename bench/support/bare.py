"""The queries behind the views, as one would write them by hand for that reader."""

from odoo.tools import SQL

from .town import OPEN_STATES
from .views import CARDS, COUNTED, PAGE

COLUMNS = SQL(
    """id, number, description, type_id, department_id, date_reported, level,
       responsible_id, date_deadline, state, flow, confidentiality"""
)

ALL = SQL("TRUE")


class Bare:
    """``rows`` says which cases the reader may read, as SQL."""

    def __init__(self, env, rows):
        self.env, self.rows = env, rows

    def list(self, condition=ALL, offset=0):
        """One page, and the count up to where the pager stops."""
        self.env.execute_query(
            SQL(
                """SELECT %s FROM qms_deviation WHERE %s AND %s
                 ORDER BY date_reported DESC, id DESC LIMIT %s OFFSET %s""",
                COLUMNS,
                self.rows,
                condition,
                PAGE,
                offset,
            )
        )
        self.env.execute_query(
            SQL(
                """SELECT count(*) FROM (SELECT FROM qms_deviation
                                          WHERE %s AND %s LIMIT %s) counted""",
                self.rows,
                condition,
                COUNTED,
            )
        )

    def kanban(self):
        """Counts per column, its bar, then the first cards of those not folded."""
        for by in (SQL("state"), SQL("state, level")):
            self.env.execute_query(
                SQL(
                    "SELECT %s, count(*) FROM qms_deviation WHERE %s GROUP BY %s",
                    by,
                    self.rows,
                    by,
                )
            )
        for state in OPEN_STATES:
            self.env.execute_query(
                SQL(
                    """SELECT %s FROM qms_deviation WHERE %s AND state = %s
                     ORDER BY date_reported DESC, id DESC LIMIT %s""",
                    COLUMNS,
                    self.rows,
                    state,
                    CARDS,
                )
            )

    def pivot(self):
        self.env.execute_query(
            SQL(
                """SELECT department_id, date_trunc('month', date_reported), count(*)
                     FROM qms_deviation WHERE %s
                    GROUP BY GROUPING SETS ((), (1), (2), (1, 2))""",
                self.rows,
            )
        )

    def operations(self):
        word = SQL("description ILIKE %s", "%round 1%")
        return {
            "list, 80 rows": self.list,
            "list, offset 8,000": lambda: self.list(offset=8000),
            "list, word in the text": lambda: self.list(word),
            "kanban by state": self.kanban,
            "pivot": self.pivot,
        }
