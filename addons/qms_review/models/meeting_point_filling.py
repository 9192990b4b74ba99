from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import small


class QmsMeetingPointFilling(models.AbstractModel):
    """What a point arrives with: what is new, what was decided then, what came back.

    Everything is read as whoever looks at it; nothing of it is stored.
    """

    _name = "qms.meeting.point.filling"
    _description = "What a point of a meeting arrives with"

    def action_read_screen(self):
        """What the projector shows of this point, as plain data.

        :return: a dict: the point's own fields, ``figures`` (see
            :meth:`_read_figures`), ``decided`` and ``follow_ups`` (actions), ``news``
            (notices that told what was decided) and ``carried`` (what was said before)
        """
        self.ensure_one()
        self.check_access("read")
        meeting = self.meeting_id
        # sudo: the agenda is data
        item = self.sudo().item_id
        return {
            "id": self.id,
            "name": self.name,
            "hint": item.hint or "",
            "note": self.note or "",
            "state": self.state,
            "state_label": self._state_label(),
            "allowed_transitions": self.allowed_transitions,
            "may_note": self.has_access("write"),
            "since": meeting.date_since,
            "meeting_state": meeting.state,
            "is_informative": meeting.without_quorum,
            "figures": self._read_figures(),
            "decided": self._tell_actions(self._decided_before()),
            "follow_ups": self._tell_actions(self._own_actions()),
            "news": self._read_news() if item.shows_news else [],
            "carried": self._read_carried(),
            "opens": item.action_id.id or False,
            "opens_name": item.action_id.name or "",
        }

    # ------------------------------------------------------------
    # What is new
    # ------------------------------------------------------------

    def _period(self):
        """From the meeting before to this one, at most to today."""
        meeting = self.meeting_id
        today = meeting.company_id._qms_today()
        until = min(meeting.date or today, today)
        return min(meeting.date_since, until), until

    def _indicators(self):
        # sudo: which topics a point is about
        topics = self.sudo().item_id.topic_ids
        companies = self._figure_companies()
        return self.env["qms.indicator"].search(
            Domain("topic_id", "in", topics.ids)
            & Domain("company_id", "in", [False, *companies.ids])
        )

    def _figure_companies(self):
        """Those of the group in which the reader works."""
        # sudo: which companies the group is for
        companies = self.sudo().group_id._companies()
        return companies.with_env(self.env) & self.env.user.company_ids

    def _read_figures(self):
        """The topics' figures since the meeting before, as the reader may see them."""
        companies = self._figure_companies()
        indicators = self._indicators()
        figures = indicators._read_figures(companies, *self._period())
        return [
            {
                "indicator_id": figure["indicator"].id,
                "company_id": figure["company"].id,
                "name": figure["indicator"].name,
                "company": figure["company"].name if len(companies) > 1 else "",
                "value": figure["value"],
                "previous": figure["previous"],
                "count": figure["count"],
                "unit": figure["indicator"].unit or "",
                "digits": figure["indicator"].digits,
                "trend": self._trend(figure),
            }
            for figure in figures
            if figure["value"] is not None
        ]

    @api.model
    def _trend(self, figure):
        """Better, worse or the same, where the figure has a good and a bad side."""
        now, before = figure["value"], figure["previous"]
        direction = figure["indicator"].direction
        if before is None or direction == "neither" or now == before:
            return "same" if before == now else ""
        return "better" if (now > before) == (direction == "more") else "worse"

    def _print_figures(self):
        """As :meth:`_read_figures`, for paper: small numbers are left out."""
        rows = []
        for figure in self._read_figures():
            value = f"{figure['value']:.{figure['digits']}f} {figure['unit']}".strip()
            if not self._is_printed(figure):
                value = self.env._("too few to show")
            rows.append({**figure, "shown": value})
        return rows

    @api.model
    def _is_printed(self, figure):
        """As in public; what was typed in may not say on how many it rests."""
        indicator = self.env["qms.indicator"].browse(figure["indicator_id"])
        aggregate = indicator.source != "typed" and indicator.aggregate
        if not aggregate and not figure["count"]:
            return True
        return small.shown(figure["value"], figure["count"], aggregate) is not None

    def action_open_figure(self, indicator_id, company_id):
        """Open exactly the records that a figure of this point counts."""
        self.ensure_one()
        self.check_access("read")
        indicator = self.env["qms.indicator"].browse(indicator_id) & self._indicators()
        indicator.ensure_one()
        return indicator.action_open_records(company_id, *self._period())

    # ------------------------------------------------------------
    # What was decided
    # ------------------------------------------------------------

    def _points_before(self):
        """Earlier points of the group under the same heading."""
        # sudo: which points there are; what they hold is read with the reader's rights
        known = self.sudo()
        earlier = known.search(
            Domain("group_id", "=", known.group_id.id)
            & Domain("meeting_id.date_start", "<", known.meeting_id.date_start)
            & Domain("id", "!=", known.id)
        )
        code, item, chain = known.item_id.code, known.item_id, known._chain()
        return earlier.filtered(
            lambda point: (
                point in chain
                or (item and point.item_id == item)
                or (code and point.item_id.code == code)
            )
        ).with_env(self.env)

    def _chain(self):
        """The points this one was carried over from."""
        found = self.browse()
        point = self.previous_id
        while point and point not in found:
            found |= point
            point = point.previous_id
        return found

    def _decided_before(self):
        """Open actions of earlier meetings, and what ended since the last one."""
        since = self.meeting_id.date_since
        actions = self.env["qms.action"]
        in_group = Domain("meeting_point_id", "in", self._points_before().ids)
        still = Domain("state", "not in", actions._lifecycle_closed)
        still |= Domain("date_done", ">=", since)
        lately = Domain("meeting_point_id.meeting_id.date", ">=", since)
        return actions.search(
            (in_group & (still | lately)) | (self._by_management_domain() & still),
            order="date_deadline, id",
        )

    def _by_management_domain(self):
        """At the point about it, what management decided in its reviews."""
        # sudo: the agenda is data
        if self.sudo().item_id.code != "review":
            return Domain.FALSE
        companies = self._figure_companies()
        return Domain("res_model", "=", "qms.review") & Domain(
            "company_id", "in", companies.ids
        )

    def _own_actions(self):
        return self.env["qms.action"].search(
            [("meeting_point_id", "=", self.id)], order="id"
        )

    @api.model
    def _tell_actions(self, actions):
        return [
            {
                "id": action.id,
                "display_name": action.display_name,
                "name": action.name,
                # sudo: the name of who does it, as the action itself shows it
                "owner_id": [action.owner_id.id, action.owner_id.sudo().name or ""],
                "question_id": [action.question_id.id, action.question_id.name or ""],
                "date_deadline": action.date_deadline,
                "state": action.state,
                "state_label": action._state_label(),
                "is_late": action.is_late,
                "outcome": action.outcome,
                "date_outcome": action.date_outcome,
                "forum": action.forum,
                "result": action.result or "",
            }
            for action in actions
        ]

    # ------------------------------------------------------------
    # What came back, what was carried over
    # ------------------------------------------------------------

    def _read_news(self):
        """Notices that told what the group decided: sent, read, answered.

        How many answered is a number; what they wrote is read by who answers for the
        notice and their leaders alone.
        """
        since = self.meeting_id.date_since
        # sudo: that something was told, and how many answered, not what
        notices = (
            self.env["qms.notice"]
            .sudo()
            .search(
                Domain("action_id.meeting_point_id.group_id", "=", self.group_id.id)
                & Domain("state", "in", ("draft", "sent", "ended"))
                & (
                    Domain("date_closed", "=", False)
                    | Domain("date_closed", ">=", since)
                ),
                order="id desc",
            )
        )
        readable = notices.with_env(self.env)._filtered_access("read")
        return [
            {
                "id": notice.id if notice.with_env(self.env) in readable else False,
                "name": notice.name,
                "state_label": notice._state_label(),
                "date_sent": notice.date_sent,
                "answers": notice.answer_count,
                "result": notice.action_id.result or "",
            }
            for notice in notices.with_context(lang=self.env.lang)
        ]

    def _read_carried(self):
        """What was said when it was carried over."""
        # sudo: an earlier point of the same group
        return [
            {
                "meeting": point.meeting_id.display_name,
                "date": fields.Date.to_string(point.meeting_id.date),
                "note": point.note or "",
            }
            for point in self.sudo()._chain()
        ]
