from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase

from .survey_common import SurveyCase


@tagged("post_install", "-at_install", "qms")
class TestAccessible(SurveyCase, AxeCase):
    """The form, judged by axe-core, as it comes and with something wrong in it."""

    def test_the_form(self):
        self.ways.comments_allowed = True
        self.scale.scale_max_label = "Surely"
        self._question("How many visits?", question_type="numerical_box")
        self._question("Your words", question_type="char_box", constr_mandatory=True)
        day = self.company._qms_today()
        campaign = self._open_campaign(
            date_to=day.replace(year=day.year + 1), unit_ids=self.care.ids
        )
        path = f"/qms/survey/{campaign.sudo().key}"
        self._assert_accessible(path)
