from datetime import date

from .common import DeviationCase


class TriageCase(DeviationCase):
    """Released cases, as the quality group meets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school = cls._new_unit(
            "School", cls._new_user("teacher"), cls.administration
        )
        cls.procedure = cls.env["qms.requirement"].create(
            {"name": "Doors are locked", "kind": "procedure", "company_id": False}
        )

    @classmethod
    def _released(cls, **kwargs):
        """A released case, read by a member of the quality group."""
        case = cls._case(**kwargs)
        leader = case.sudo().department_id.manager_id.user_id
        case.with_user(leader).action_release()
        return case.with_user(cls.team)

    @classmethod
    def _serious(cls, **kwargs):
        case = cls._released(**kwargs)
        case.sudo().write({"consequence": "5", "likelihood": "4"})
        return case

    @classmethod
    def _question(cls, code):
        return cls.env.ref(f"qms.question_{code}")

    @classmethod
    def _wizard(cls, case, code, user=None, **kwargs):
        values = {
            "deviation_id": case.id,
            "question_id": cls._question(code).id,
            **kwargs,
        }
        wizard = cls.env["qms.deviation.follow.up"].with_user(user or cls.team)
        return wizard.create(values)

    @classmethod
    def _answered(cls, case, code, user=None, **kwargs):
        """The follow-up made by answering a question of ``case``."""
        cls._wizard(case, code, user, **kwargs).action_confirm()
        return case.sudo().action_ids.filtered(
            lambda action: action.question_id == cls._question(code)
        )

    def _for_group(self, user=None):
        cases = self.env["qms.deviation"].with_user(user or self.team)
        found = cases.search(
            [("needs_triage", "=", True), ("company_id", "=", self.company.id)]
        )
        found.invalidate_recordset()
        self.assertEqual(found.filtered("needs_triage"), found)
        return found

    DAY = date(2026, 3, 2)
