from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .requirement_common import RequirementCase

# r: reads, w: writes, c: creates, u: deletes. It is the nurse's review, of the home
# care; in a row called 'x,own' that of the one who tries it.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
round           -    r    r    r    -    -    -    -    rwc  -    -    -    -    -
review          -    rwc  rwc  rwc  -    -    -    -    r    -    -    -    -    -
review,own      r    r    r    r    r    r    r    r    r    -    -    -    -    -
said            -    rw   rw   rw   -    -    -    -    -    -    -    -    -    -
said,own        r    r    r    r    r    r    r    r    r    -    -    -    -    -
course          -    rwcu rwcu rwcu -    -    -    -    -    -    -    -    -    -
course,own      r    r    r    r    r    r    r    r    r    -    -    -    -    -
gap             -    r    r    r    -    -    -    -    r    -    -    -    -    -
catalogue       r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
gives           r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
import          -    -    -    -    -    -    -    -    c    -    -    -    -    c
attended        -    rc   rc   rc   -    -    -    -    rc   -    -    -    -    -
attended,own    r    rc   rc   r    r    r    r    r    rc   -    -    -    -    -
sparring,own    rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
answer,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestReviewRoles(RequirementCase, RolesCase):
    """Competence reviews: every role, every operation."""

    def _rows(self, user):
        nurse = self.person[self.nurse]
        employees = self.env["hr.employee"]
        own = employees.search([("user_id", "=", user.id)], limit=1) or nurse
        names = ("round", "review", "said", "course", "gap")
        rows = {}
        for name in names:
            for label, person in ((name, nurse), (f"{name},own", own)):
                rows[label] = self._row(name, person)
        del rows["round,own"], rows["gap,own"]
        return rows | self._other_rows(nurse, own)

    def _other_rows(self, nurse, own):
        here = {"company_id": self.company.id}
        course = self.env["qms.course"].create({"name": "Lifting", **here})
        gives = {
            "course_id": course.id,
            "skill_type_id": self.skill_type.id,
            "skill_id": self.medicine.id,
            "skill_level_id": self.expert.id,
        }
        day = {"course_id": course.id, "date": "2026-03-01", **here}
        attended = "qms.course.attendance"
        action = self._new_action()
        screen = {"res_model": action._name, "res_id": action.id}
        review = self.env["qms.competence.review"].create(
            {"employee_id": nurse.id, "date_deadline": "2026-04-15"}
        )
        return {
            "catalogue": ("qms.course", {"name": "New", **here}, {"name": "Other"}),
            "gives": ("qms.course.gives", gives, {"months": 6}),
            "import": (
                "qms.course.import",
                {"file": b"YQ==", **here},
                {"file_name": "x.csv"},
            ),
            "attended": (attended, {**day, "employee_id": nurse.id}, {"date": None}),
            "attended,own": (attended, {**day, "employee_id": own.id}, {"date": None}),
            "sparring,own": (
                "qms.sparring",
                {**screen, "user_id": self.aide.id},
                {"user_id": self.head.id},
            ),
            "answer,own": (
                "qms.competence.answer",
                {"review_id": review.id},
                {"words": "No"},
            ),
        }

    def _row(self, name, person):
        reviews = self.env["qms.competence.review"]
        day = {"date_deadline": "2026-04-15"}
        if name == "round":
            values = {**day, "company_id": self.company.id}
            values["department_id"] = self.care.id
            return "qms.competence.round", values, {"date_deadline": "2026-04-16"}
        if name == "review":
            values = {**day, "employee_id": person.id}
            return reviews._name, values, {"date_talk": "2026-03-02"}
        review = reviews.create({**day, "employee_id": person.id})
        if name == "said":
            return "qms.competence.assessment", {"review_id": review.id}, {"note": "x"}
        if name == "course":
            values = {**day, "review_id": review.id, "name": "Course"}
            return "qms.competence.review.course", values, {"name": "Another"}
        values = {"review_id": review.id, "skill_id": self.medicine.id}
        return (
            "qms.competence.review.gap",
            {**values, "state": "missing"},
            {"state": "soon"},
        )

    def _make(self, model, values, maker):
        if model == "qms.competence.assessment":
            review = self.env["qms.competence.review"].browse(values["review_id"])
            return review.assessment_ids
        own = model in ("qms.sparring", "qms.competence.answer")
        return super()._make(model, values, maker if own else self.env.user)

    def test_every_model_of_the_module_is_tried_somewhere(self):
        tried = {model for model, *_rest in self._rows(self.nurse).values()}
        tried |= {"qms.competence.requirement", "qms.competence.holder"}
        ours = {
            name
            for name, model in self.registry.items()
            if model._original_module == "qms_competence"
            and not model._abstract
            and not name.startswith(("qms.law.", "qms.external."))
        }
        self.assertEqual(ours - tried, set())

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)
