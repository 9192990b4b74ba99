from odoo.tests import tagged

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestStateNames(DeviationCase):
    """What another model's choices are called, a reader sees in his own language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("da_DK")
        for record, name in (("reported", "Indberettet"), ("closed", "Lukket")):
            cls._translate(
                f"qms_deviation.selection__qms_deviation__state__{record}", name
            )
        for forum in ("committee", "department"):
            cls._translate(f"qms.selection__qms_action__forum__{forum}", f"da {forum}")

    @classmethod
    def _translate(cls, xmlid, name):
        cls.env.ref(xmlid).with_context(lang="da_DK").name = name

    def _choices(self, model, field, lang):
        described = self.env[model].with_context(lang=lang).fields_get([field])
        return dict(described[field]["selection"])

    def test_in_english(self):
        for model in ("qms.register", "qms.state.time", "qms.takeover.word"):
            choices = self._choices(model, "state", "en_US")
            self.assertEqual(choices["reported"], "Reported", model)

    def test_in_danish(self):
        for model in ("qms.register", "qms.state.time", "qms.takeover.word"):
            choices = self._choices(model, "state", "da_DK")
            self.assertEqual(choices["reported"], "Indberettet", model)
        forums = self._choices("qms.deviation.follow.up", "forum", "da_DK")
        self.assertEqual(forums["committee"], "da committee")
