from datetime import datetime, timedelta

from odoo import Command

from odoo.addons.qms.tests.common import QmsCase


class MeetingCase(QmsCase):
    """A quality group: ``head`` in the chair, ``nurse`` its secretary, ``leader`` and
    ``aide`` its other members. None of them has the role of the quality group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._seat_group()

    @classmethod
    def _seat_group(cls):
        cls.group = cls._new_group()
        cls.items = cls.env["qms.agenda.item"]._agenda_of(cls.group)
        cls.tell = cls.env.ref("qms.question_tell")
        cls.follow = cls.env.ref("qms.question_follow_up")

    @classmethod
    def _new_group(cls, **kwargs):
        members = cls.head | cls.nurse | cls.leader | cls.aide
        return cls.env["qms.group"].create(
            {
                "name": "Quality group",
                "company_id": cls.company.id,
                "chair_id": cls.head.id,
                "secretary_id": cls.nurse.id,
                "member_ids": [
                    Command.create({"user_id": user.id}) for user in members
                ],
                **kwargs,
            }
        )

    @classmethod
    def _new_meeting(cls, day="2026-03-16", user=None, **kwargs):
        """Planned by the secretary: nine to eleven in the morning, UTC."""
        start = datetime.fromisoformat(f"{day} 09:00:00")
        values = {
            "group_id": cls.group.id,
            "date_start": start,
            "date_end": start + timedelta(hours=2),
            "place": "Room 2",
            **kwargs,
        }
        return cls.env["qms.meeting"].with_user(user or cls.nurse).create(values)

    @classmethod
    def _there(cls, meeting, *users):
        rows = meeting.attendee_ids
        rows.filtered(lambda row: row.user_id in users[0].union(*users)).write(
            {"is_present": True}
        )

    @classmethod
    def _held(cls, meeting, *users):
        """Called, and begun with these, or with everybody."""
        meeting.action_call()
        cls._there(meeting, *(users or (cls.head, cls.nurse, cls.leader, cls.aide)))
        return meeting

    @classmethod
    def _new_point(cls, meeting, title):
        """As the screen makes it that the meeting's button opens."""
        window = meeting.action_new_point()
        points = meeting.env[window["res_model"]].with_context(**window["context"])
        return points.create({"title": title}).with_env(meeting.env)

    @classmethod
    def _point(cls, meeting, code):
        return meeting.point_ids.filtered(lambda point: point.item_id.code == code)

    @classmethod
    def _decide(cls, point, question=None, **kwargs):
        """Answer a question on the screen that asks for owner and deadline."""
        values = {
            "point_id": point.id,
            "question_id": (question or cls.follow).id,
            "name": "Ask the units how they do it",
            "owner_id": cls.aide.id,
            "date_deadline": "2026-04-30",
            **kwargs,
        }
        screen = point.env["qms.meeting.follow.up"].create(values)
        before = point.action_ids
        screen.action_confirm()
        point.invalidate_recordset()
        return point.sudo().action_ids - before.sudo()
