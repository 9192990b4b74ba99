import json

from odoo import api, models
from odoo.tools import file_open

LANGUAGES = ("da_DK", "nb_NO", "sv_SE")


class QmsDemo(models.AbstractModel):
    """The demo municipality in the words of each language.

    The demo's files are written in English. Beside them, a file per language gives
    every one of their texts, by the English one: a text that is changed in English
    only has no translation, and the installation says so. Fields with a value per
    language get all of them; the others that of the demo's language.
    """

    _name = "qms.demo"
    _description = "Demo texts"

    @api.model
    def _get_text_fields(self):
        """What is said in words, by model; a module with demo data of its own adds."""
        return {
            "res.company": ("name", "street"),
            "hr.department": ("name",),
            "hr.employee": ("job_title",),
            "qms.standard": ("code", "name"),
            "qms.requirement": ("name", "description"),
            "qms.stakeholder": ("name", "description"),
            "qms.process": ("name",),
            "qms.certificate": ("body", "scope"),
            "qms.scope.exclusion": ("reason",),
            "qms.notice": ("name", "body"),
            "qms.wheel.item": ("name",),
            "qms.objective": (
                *("name", "why", "resources", "evaluation", "target_words"),
            ),
        }

    @api.model
    def _install_languages(self):
        codes = ("code", "in", LANGUAGES), ("active", "=", False)
        missing = self.env["res.lang"].with_context(active_test=False).search(codes)
        if missing:
            wizard = self.env["base.language.install"]
            wizard.create({"lang_ids": missing.ids}).lang_install()

    @api.model
    def _language(self):
        """The administrator's language at installation; English if not one of ours."""
        code = self.env.ref("base.user_admin").lang
        return code if code in LANGUAGES else "en_US"

    @api.model
    def _speaker(self, path, code):
        """What says a text of the demo in a language.

        :param path: of the files with the translations, up to the language
        """
        if code not in LANGUAGES:
            return str
        with file_open(f"{path}_{code[:2]}.json") as file:
            return json.load(file).__getitem__

    @api.model
    def _translate(self, module):
        """Called by a module's demo data alone, when all its records are there."""
        spoken = self._language()
        speakers = {
            code: self._speaker(f"{module}/demo/texts", code)
            for code in ("en_US", *LANGUAGES)
        }
        for model, names in self._get_text_fields().items():
            for record in self._records(module, model):
                for name in filter(record.__getitem__, names):
                    self._translate_field(record, name, speakers, spoken)
        self._records(module, "res.users").lang = spoken

    @api.model
    def _give_password(self, module, password):
        """One for all, hashed once: that takes half a second."""
        users = self._records(module, "res.users")
        hashed = users._crypt_context().hash(password)
        for user in users:
            user._set_encrypted_password(user.id, hashed)

    @api.model
    def _send_notice(self):
        """A notice that some have read; sent out and read by those who would do it."""
        notice = self.env.ref("qms.demo_notice_lock")
        for name, step in (("leader", "action_send"), ("nurse", "action_read")):
            user = self.env.ref(f"qms.demo_user_{name}")
            companies = {"allowed_company_ids": user.company_ids.ids}
            getattr(notice.with_user(user).with_context(**companies), step)()

    @api.model
    def _forget_mail_of_what_is_done(self):
        """Called by demo data whose people take steps that others were asked for."""
        mails = self.env["mail.mail"].search([("model", "=", "qms.duty")])
        duties = self.env["qms.duty"].browse(mails.mapped("res_id")).exists()
        owed = duties.filtered(lambda duty: duty.state == "open")
        mails.filtered(lambda mail: mail.res_id not in owed.ids).unlink()
        # nobody hears of targets that were always there
        self.env["mail.mail"].search([("model", "=", "qms.indicator.target")]).unlink()

    def _records(self, module, model):
        owned = [
            ("module", "=", module),
            ("model", "=", model),
            ("name", "=like", "demo\\_%"),
        ]
        ids = self.env["ir.model.data"].search(owned).mapped("res_id")
        quiet = self.env[model].with_context(tracking_disable=True, lang="en_US")
        return quiet.browse(ids)

    def _translate_field(self, record, name, speakers, spoken):
        text = record[name]
        if record._fields[name].translate:
            values = {code: say(text) for code, say in speakers.items()}
            record.update_field_translations(name, values)
        else:
            record[name] = speakers[spoken](text)
