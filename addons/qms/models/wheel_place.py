from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.wheel import Stop, latest, links, plan_insert
from .wheel_rules import OPEN_STATES

# so many stand in the middle of the picture
NEXT = 3


class QmsWheelPlace(models.AbstractModel):
    """Where an occurrence stands among the others: the order, and the room it has."""

    _name = "qms.wheel.place"
    _description = "Place in the year wheel"

    sort = fields.Integer(
        "Order", compute="_compute_place", help="Which one of its year, by its day."
    )
    date_latest = fields.Date(
        "At the latest",
        compute="_compute_place",
        help="Until then it moves without pushing what follows it.",
    )
    slack = fields.Integer(
        compute="_compute_place", help="Working days it can shift by itself."
    )
    is_next = fields.Boolean("Comes next", compute="_compute_place")

    @api.depends("date_planned", "state", "year_id", "sequence")
    def _compute_place(self):
        for year, of_year in self.grouped("year_id").items():
            # sudo: days and states of the whole year, for a place among them
            everything = year.sudo().occurrence_ids.sorted(
                lambda each: (each.date_planned, each.sequence, each.id)
            )
            sort = {each.id: place for place, each in enumerate(everything, 1)}
            ahead = everything.filtered(lambda each: each.state in OPEN_STATES)
            following = set(ahead[:NEXT].ids)
            last = latest(everything._stops())
            visits = self._visits(year.company_id)
            for each in of_year:
                origin = each._origin.id
                ends = [last.get(origin), *each._limits(visits)]
                ends = [day for day in ends if day and day >= each.date_planned]
                room = min(ends, default=False)
                is_open = each.state in OPEN_STATES and bool(origin)
                each.sort = sort.get(origin, 0)
                each.is_next = origin in following
                each.date_latest = room if is_open else False
                each.slack = each._count_slack(room) if is_open else 0

    def _count_slack(self, room):
        if not room:
            return 0
        # what is late has none left
        since = max(self.date_planned, fields.Date.context_today(self))
        return max(0, self.company_id._qms_workdays_between(since, room))

    # ------------------------------------------------------------
    # As the plans of qms.tools.wheel know it
    # ------------------------------------------------------------

    @api.model
    def _of_company(self, company):
        """All of the company's editions that are not closed."""
        # sudo: the order holds whoever may read what
        return self.sudo().search_fetch(
            [("company_id", "=", company.id), ("year_id.state", "!=", "closed")],
            order="id",
        )

    def _stops(self, visits=()):
        """These occurrences as stops, with the limits they do not pass unasked."""
        followed = self._followed_ids()
        return [
            Stop(
                each.id,
                each.date_planned,
                frozenset(followed.get(each.id, ())),
                is_open=each.state in OPEN_STATES,
                is_movable=each.state == "planned",
                is_skipped=each.state == "skipped",
                limits=each._limits(visits),
            )
            for each in self
        ]

    def _limits(self, visits):
        ends = (self.year_id._last_day(),)
        unbound = self.is_free or self.kind_id.code == "visit"
        return ends if unbound else (*ends, *visits)

    def _followed_ids(self):
        """Ids that each of these follows, in one statement."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT occurrence_id, array_agg(predecessor_id)
                     FROM qms_wheel_occurrence_order_rel
                    WHERE occurrence_id = ANY(%s) GROUP BY occurrence_id""",
                self.ids,
            )
        )
        return dict(rows)

    def _check_order(self):
        """Refuse days at which something comes before what it follows."""
        for company in self.company_id:
            everything = self._of_company(company)
            at = {each.id: each for each in everything}
            for key, keys in links(everything._stops()).items():
                early = at[key]
                for before in keys:
                    if at[before].date_planned > early.date_planned:
                        raise self._make_order_error(early, at[before])

    # ------------------------------------------------------------
    # Joining the order
    # ------------------------------------------------------------

    def _take_names(self):
        """Called as their items are, in every language; so it stays."""
        if not self:
            return
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """UPDATE qms_wheel_occurrence o
                      SET name = COALESCE(i.name, k.name)
                     FROM qms_wheel_item i JOIN qms_wheel_kind k ON k.id = i.kind_id
                    WHERE i.id = o.item_id AND o.id = ANY(%s) RETURNING 1""",
                self.ids,
            )
        )
        self.invalidate_recordset(["name"])

    def _link(self):
        """Let these follow what their items follow, and be followed in turn.

        An occurrence follows those of the other item since its own last time.
        """
        rows = set()
        for company, new in self.grouped("company_id").items():
            rows |= new._order_rows(self.search([("company_id", "=", company.id)]))
        if not rows:
            return
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """INSERT INTO qms_wheel_occurrence_order_rel
                               (occurrence_id, predecessor_id)
                   SELECT * FROM unnest(%s::int[], %s::int[])
                   ON CONFLICT DO NOTHING RETURNING 1""",
                [row[0] for row in rows],
                [row[1] for row in rows],
            )
        )
        self.env.invalidate_all()

    def _order_rows(self, everything):
        new = set(self.ids)
        of_item = everything.sorted("date_guideline").grouped("item_id")
        rows = set()
        for item, times in of_item.items():
            for before in item._followed():
                rows |= {
                    (each.id, earlier.id)
                    for each, earlier in self._pairs(times, of_item.get(before, ()))
                    if each.id in new or earlier.id in new
                }
        return rows

    @api.model
    def _pairs(self, times, befores):
        """Each of ``times`` with those since the time before."""
        last = None
        for each in times:
            for earlier in befores:
                since = earlier.date_guideline
                if since <= each.date_guideline and (not last or since > last):
                    yield each, earlier
            last = each.date_guideline

    def _settle(self, reason=None, mandate=None):
        """Give these new ones a day at which the order holds, and push what follows.

        :param reason: why, where somebody decided it with ``mandate``; what is pushed
            gets a decision
        """
        for company, new in self.grouped("company_id").items():
            everything = self._of_company(company)
            plan = plan_insert(everything._stops(), new.ids, new._next_workday())
            if plan.stuck:
                stuck = everything.browse(sorted(plan.stuck))
                raise self._make_stuck_error(stuck)
            everything._write_days(plan.dates, new, reason, mandate)

    def _put_back(self, reason):
        """Taken up again, it stands in the order as what is new does."""
        today = fields.Date.context_today(self)
        for each in self:
            if each.date_planned < today:
                each._write_guarded({"date_planned": today})
            each._settle(reason, each._mandate_plan())
