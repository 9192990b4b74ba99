from .duty_common import DutyCase


class ReadingCase(DutyCase):
    """A notice that the leader sends to the home care, where two have no login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cleaner = cls._new_worker("Cleaner")
        cls.cook = cls._new_worker("Cook", barcode="B4711")

    @classmethod
    def _new_worker(cls, name, unit=None, **kwargs):
        """Somebody without login."""
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "department_id": (unit or cls.home_care).id,
                "company_id": cls.company.id,
                **kwargs,
            }
        )

    def _new_notice(self, user=None, **kwargs):
        values = {
            "name": "New lock on the medicine cabinet",
            "body": "Turn the key twice.",
            "unit_ids": self.home_care.ids,
            "date_deadline": "2026-03-16",
            "company_id": self.company.id,
            **kwargs,
        }
        return self.env["qms.notice"].with_user(user or self.leader).create(values)

    def _sent(self, user=None, **kwargs):
        notice = self._new_notice(user, **kwargs)
        notice.action_send()
        return notice

    def _readings(self, notice, *people, state=None):
        found = notice.sudo().reading_round_ids.reading_ids
        if people:
            names = {person.name for person in people}
            found = found.filtered(lambda row: row.employee_id.name in names)
        return found.filtered(lambda row: row.state == state) if state else found

    def _asked(self, notice):
        """Names of those who have still to read it."""
        rows = self._readings(notice, state="open")
        return sorted(rows.mapped("employee_id.name"))

    def _meeting(self, notices, present, user=None, **kwargs):
        values = {
            "department_id": self.home_care.id,
            "company_id": self.company.id,
            "round_ids": notices.sudo().reading_round_ids.ids,
            "present_ids": present.ids,
            **kwargs,
        }
        meetings = self.env["qms.team.meeting"].with_user(user or self.leader)
        return meetings.create(values)
