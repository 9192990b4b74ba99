from odoo import api, models

from odoo.addons.qms.demo.demo_texts import LANGUAGES


class QmsDemo(models.AbstractModel):
    _inherit = "qms.demo"

    @api.model
    def _get_text_fields(self):
        fields = super()._get_text_fields()
        return {
            **fields,
            "qms.stakeholder": (*fields["qms.stakeholder"], "how_met"),
            "qms.factor": ("name", "effect", "how_met"),
            "qms.risk": ("name", "cause", "effect", "benefit"),
            "qms.committee": ("name",),
            "qms.consultation": ("name", "body"),
            "qms.improvement.programme": ("name", "aim", "plan"),
            "qms.programme.measure": ("name", "source_before"),
        }


class QmsContextDemo(models.AbstractModel):
    """The steps that people have taken in the demo, as themselves."""

    _name = "qms.context.demo"
    _description = "Demo of the context"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        # Odoo loads them after the demo data; names are kept in every language
        self.env["ir.module.module"]._load_module_terms(["qms_review"], list(LANGUAGES))
        for name in ("old", "recruit"):
            self._take(f"factor_{name}", "action_confirm")
        for name in ("medicine", "records", "cash", "video"):
            self._take(f"risk_{name}", "action_assess")
        self._take("consultation_shifts", "action_send")
        self._take("programme_teams", "action_start", "qms.demo_user_director")
        self.env["qms.context.review"].with_user(
            self.env.ref("qms.demo_user_quality_manager")
        ).create({"company_id": self.env.ref("qms.demo_company_municipality").id})

    def _take(self, name, step, user=None):
        record = self.env.ref(f"qms_review.demo_{name}")
        person = self.env.ref(user) if user else record.owner_id
        companies = {"allowed_company_ids": person.company_ids.ids}
        getattr(record.with_user(person).with_context(**companies), step)()
