from odoo.tests import freeze_time, tagged

from odoo.addons.qms_competence.tests.requirement_common import RequirementCase
from odoo.addons.qms_deviation.tests.common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestGivenWork(DeviationCase, RequirementCase):
    """A case of a process is given to people: who is not cleared for it is named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require(process_id=cls.process.id)
        cls._confirmed(cls.nurse)
        cls.case = cls._analysed()
        cls.case.write(
            {
                "process_id": cls.process.id,
                "responsible_id": cls.nurse.id,
                "handler_ids": [(4, cls.aide.id)],
            }
        )

    def test_a_case_names_them_and_says_no_more(self):
        self.assertEqual(self.case.not_cleared, "Aide")
        self.case.responsible_id = self.leader
        self.assertEqual(self.case.not_cleared, "Leader, Aide")
        self.case.process_id = False
        self.assertFalse(self.case.not_cleared)

    def test_an_action_goes_by_the_process_of_its_case(self):
        self.case.action_treat()
        action = self._new_action(
            self.leader, res_model=self.case._name, res_id=self.case.id
        )
        self.assertEqual(action.not_cleared, "Aide")
        action.owner_id = self.nurse
        self.assertFalse(action.not_cleared)
        action.owner_id = self.aide
        # told to who may give it, not to whoever reads it later
        action.action_cancel("Not needed")
        self.assertFalse(action.not_cleared)

    def test_a_form_tells_while_somebody_is_chosen(self):
        case = (
            self.env["qms.deviation"]
            .with_user(self.leader)
            .new(
                {"process_id": self.process.id, "responsible_id": self.aide.id},
                origin=self.case,
            )
        )
        self.assertIn("Aide", case.not_cleared)
