from odoo import Command

from .common import QmsCase


class WheelCase(QmsCase):
    """A town with a wheel of its own making, and its edition of the year running.

    Work with the clock at March 2026: ``survey`` (April) and ``audit`` (September)
    come before ``review`` (November), that before ``goals`` (December); ``meeting``
    is free; ``law`` is the home care's own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        old = cls.env["qms.wheel.item"].search([("company_id", "=", cls.company.id)])
        old.unlink()
        managers = {"owner_group_id": cls.env.ref("qms.group_quality_manager").id}
        cls.survey = cls._new_item("survey", "4", 15, owner_id=cls.nurse.id)
        # nothing is made of it, whatever is installed above
        cls.survey.kind_id.res_model = False
        cls.audit = cls._new_item("audit", "9", 10, **managers)
        cls.review = cls._new_item(
            "review", "11", 10, [cls.survey, cls.audit], owner_id=cls.head.id
        )
        cls.goals = cls._new_item("goals", "12", 1, [cls.review], **managers)
        cls.meeting = cls._new_item(
            "meeting",
            "5",
            12,
            owner_group_id=cls.env.ref("qms.group_quality_team").id,
        )
        cls.law = cls._new_item("law_review", "6", 10, department_id=cls.home_care.id)

    @classmethod
    def _new_item(cls, kind, month, day, after=(), **kwargs):
        values = {
            "kind_id": cls.env.ref(f"qms.wheel_kind_{kind}").id,
            "company_id": cls.company.id,
            "month": month,
            "day": day,
            "frequency": "yearly",
            "lead_days": 10,
            "predecessor_ids": [Command.set([item.id for item in after])],
            **kwargs,
        }
        return cls.env["qms.wheel.item"].create(values)

    @classmethod
    def _new_year(cls, year=2026, start=True, **kwargs):
        editions = cls.env["qms.wheel.year"].with_user(cls.manager)
        edition = editions.create(
            {"company_id": cls.company.id, "year": year, **kwargs}
        )
        if start:
            edition.action_start()
        return edition

    def _of(self, item, edition=None, user=None):
        """What of this item stands in the edition, as ``user``."""
        domain = [("item_id", "=", item.id)]
        if edition:
            domain.append(("year_id", "=", edition.id))
        found = self.env["qms.wheel.occurrence"].search(domain, order="date_guideline")
        return found.with_user(user or self.manager)

    def _day(self, item):
        return self._of(item).date_planned.isoformat()
