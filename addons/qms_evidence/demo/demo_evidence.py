from odoo import api, models


class QmsEvidenceDemo(models.AbstractModel):
    """A pack in the demo municipality, asked for: it is made once Odoo runs."""

    _name = "qms.evidence.demo"
    _description = "Demo evidence"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        manager = self.env.ref("qms.demo_user_quality_manager")
        code = self.env["qms.demo"]._language()
        packs = self.env["qms.evidence.pack"].with_user(manager)
        packs = packs.with_context(
            allowed_company_ids=self.env.ref("qms.demo_company_municipality").ids,
            lang=code,
        )
        packs.create({"lang": code, "sample_seed": 9001}).action_order()
