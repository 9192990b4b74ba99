from odoo.tests import freeze_time, tagged

from .meeting_common import MeetingCase

LIST = 12
# the point, its figures twice per indicator, actions, carried, rights
SCREEN = 60
FIGURES = 5
# of a meeting more: its points, who is invited, its duty
ONE_MORE = 80


@freeze_time("2026-03-02 08:00")
@tagged("post_install", "-at_install", "qms")
class TestMeetingStatements(MeetingCase):
    """What the meetings cost, however many there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a figure costs its own; how many there are depends on what is installed
        topics = cls.env["qms.topic"].search([("code", "=", "conformity")])
        figures = cls.env["qms.indicator"].search([("topic_id", "in", topics.ids)])
        figures[FIGURES:].active = False
        cls.meetings = cls.env["qms.meeting"].union(
            *(cls._new_meeting(f"2026-04-{day:02}") for day in range(1, 31))
        )

    def _spent(self, function, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args, **kwargs)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_list(self):
        names = ("number", "group_id", "date_start", "place", "state")
        columns = {name: {} for name in names}
        columns["group_id"] = {"fields": {"display_name": {}}}
        mine = self.env["qms.meeting"].with_user(self.nurse)
        few = self._spent(mine.web_search_read, [], columns, limit=5)
        many = self._spent(mine.web_search_read, [], columns, limit=30)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, LIST)

    def test_a_point_on_the_projector(self):
        """Not more after thirty meetings than after none."""
        first = self._point(self.meetings[0], "deviations")
        last = self._point(self.meetings[-1], "deviations")
        early = self._spent(first.action_read_screen)
        late = self._spent(last.action_read_screen)
        self.assertLessEqual(late, early + 3)
        self.assertLessEqual(late, SCREEN)

    def test_a_meeting_is_planned(self):
        self.assertLessEqual(self._spent(self._new_meeting, "2026-05-04"), ONE_MORE)
