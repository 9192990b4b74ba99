from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.qms.tools.suppression import suppress

MONTHS = 12
MOST_SUMMARIES = 50


class QmsPublicOutcomes(models.AbstractModel):
    """What a unit's page shows to whoever has its address: figures and released words.

    The months are whole ones, so that a figure that moves does not tell who was at the
    shared tablet today. Left out are cases that are hidden from somebody, who may look
    here too, and those that belong to another channel.
    """

    _name = "qms.public.outcomes"
    _description = "What came of a unit's reports"

    def _get_outcomes(self):
        """Figures per type and the neutral summaries of what is closed.

        :return: ``since`` and ``until`` (names of months), ``rows`` (type, open and
            closed; ``None`` is left out), ``total`` alike, and ``summaries`` (type,
            month, state and text)
        """
        self.ensure_one()
        end = self.company_id._qms_today().replace(day=1)
        start = end - relativedelta(months=MONTHS)
        return {
            "since": self._month(start),
            "until": self._month(end - relativedelta(days=1)),
            **self._get_figures(start, end),
            "summaries": self._get_summaries(start),
        }

    def _outcome_domain(self):
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("department_id", "=", self.department_id.id),
                ("hidden_from_id", "=", False),
                ("channel_id", "=", False),
            ]
        )

    def _get_figures(self, start, end):
        # sudo: counts, of which the small ones are left out
        cases = self.env["qms.deviation"].sudo()
        period = Domain("date_reported", ">=", start)
        period &= Domain("date_reported", "<", end)
        counted = {}
        for kind, state, count in cases._read_group(
            self._outcome_domain() & period, ["type_id", "state"], ["__count"]
        ):
            place = (kind, state in cases._lifecycle_closed)
            counted[place] = counted.get(place, 0) + count
        kinds = self.env["qms.deviation.type"].union(*(kind for kind, _c in counted))
        table = [
            {"type": kind.id, "closed": closed, "count": counted.get((kind, closed), 0)}
            for kind in kinds
            for closed in (False, True)
        ]
        if not table:
            return {"rows": [], "total": {"open": 0, "closed": 0}}
        shown = suppress(table, ("type", "closed"), "count")
        figures = {(row["type"], row["closed"]): row["count"] for row in shown.rows}
        rows = [
            {
                "type": kind.name,
                "open": figures[kind.id, False],
                "closed": figures[kind.id, True],
            }
            for kind in kinds.sorted()
        ]
        by_state = shown.totals[1]
        total = {"open": by_state[False], "closed": by_state[True]}
        return {"rows": rows, "total": total}

    def _get_summaries(self, start):
        """Of closed cases which their first reader has released."""
        # sudo: the neutral summary, as it stands in the register for the unit
        cases = self.env["qms.deviation"].sudo()
        released = Domain(
            [
                ("confidentiality", "=", "normal"),
                ("state", "in", list(cases._lifecycle_closed)),
                ("date_closed", ">=", start),
                ("summary", "not in", (False, "")),
            ]
        )
        found = cases.search(
            self._outcome_domain() & released,
            order="date_closed desc, id desc",
            limit=MOST_SUMMARIES,
        )
        return [
            {
                "type": case.type_id.name,
                "month": self._month(case.date_closed),
                "state": case._state_label(),
                "text": case.summary,
            }
            for case in found
        ]

    def _month(self, day):
        return format_date(self.env, day, date_format="LLLL yyyy")
