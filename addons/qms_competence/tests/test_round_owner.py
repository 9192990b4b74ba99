from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .external_common import ExternalCase
from .review_common import ReviewCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestRoundOwner(ExternalCase, ReviewCase):
    """Whoever owes the end of something of the year can open it and do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation = cls._new_round("qms.external.evaluation")

    @classmethod
    def _new_year(cls, *args, **kwargs):
        cls.externals = cls.env["qms.wheel.item"].create(
            {
                "kind_id": cls.env.ref("qms_competence.wheel_kind_externals").id,
                "company_id": cls.company.id,
                "month": "6",
                "day": 15,
                "owner_id": cls.aide.id,
            }
        )
        return super()._new_year(*args, **kwargs)

    @classmethod
    def _new_round(cls, model, owner=None, **kwargs):
        return (
            cls.env[model]
            .with_user(cls.manager)
            .create(
                {
                    "date_deadline": "2026-10-20",
                    "company_id": cls.company.id,
                    "owner_id": (owner or cls.aide).id,
                    **kwargs,
                }
            )
        )

    def test_who_leads_nothing_and_owns_an_evaluation_reads_and_ends_it(self):
        duty = self._duties(self.evaluation)
        self.assertEqual(duty.user_id, self.aide)
        own = self.evaluation.with_user(self.aide)
        own.line_ids.write({"verdict": "conditions", "note": "Calls first"})
        own.action_end()
        self.assertEqual(self.evaluation.state, "ended")
        self.assertEqual(self._decisions(self.evaluation)[-1].role, "owner")

    def test_nobody_else_who_leads_nothing_reads_it(self):
        line = self.evaluation.line_ids
        for record, name in ((self.evaluation, "state"), (line, "verdict")):
            for user in (self.nurse, self.team, self.stranger):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).read([name])
        with self.assertRaises(AccessError):
            line.with_user(self.nurse).verdict = "stop"

    def test_its_owner_changes_no_more_than_what_is_said(self):
        own = self.evaluation.with_user(self.aide)
        for call in (
            lambda: own.write({"owner_id": self.nurse.id}),
            lambda: own.line_ids.unlink(),
            lambda: own.copy(),
        ):
            with self.assertRaises(AccessError):
                call()
        self.evaluation.owner_id = self.nurse
        with self.assertRaises(AccessError):
            own.read(["state"])

    def test_who_owns_a_round_of_reviews_sees_how_far_it_is_and_no_review(self):
        of_care = self._new_round(
            "qms.competence.round", department_id=self.home_care.id
        )
        own = of_care.with_user(self.aide)
        self.assertIn("reviews to be held", own.missing_points)
        self.assertEqual(own._summary_rows(), [])
        reviews = self.env["qms.competence.review"].with_user(self.aide)
        found = reviews.search(own.action_open_reviews()["domain"])
        self.assertEqual(found.sudo().employee_id.user_id, self.aide)
        with self.assertRaises(UserError):
            own.action_end()
        with self.assertRaises(AccessError):
            of_care.with_user(self.nurse).read(["state"])

    def test_owned_by_who_works_in_the_company_alone(self):
        portal = self._new_user("portal")
        portal.group_ids = self.env.ref("base.group_portal")
        for model in ("qms.external.evaluation", "qms.competence.round"):
            for user in (self.stranger, portal):
                with self.subTest(model=model, user=user.login):
                    with self.assertRaises(ValidationError):
                        self._new_round(model, user)
        with self.assertRaises(ValidationError):
            self.evaluation.owner_id = self.stranger

    def test_begun_by_the_wheel_its_owner_reads_it_whoever_he_is(self):
        occurrence = self._of(self.externals)
        occurrence.action_begin()
        made = self.env["qms.external.evaluation"].search(
            [("owner_id", "=", self.aide.id), ("id", "!=", self.evaluation.id)]
        )
        self.assertEqual(made.with_user(self.aide).state, "running")
