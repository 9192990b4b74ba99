from odoo import api, fields, models

from odoo.addons.qms.models.res_company import LEVELS

# why somebody is told, and by which mail
MAILS = {
    "serious": "qms_deviation.mail_template_serious",
    "safety": "qms_deviation.mail_template_safety",
}


class QmsDeviationAlert(models.Model):
    """Who was told at once of a case, and why: a person once per case and reason.

    Of a serious case once per severity; safety representatives whatever it is.
    """

    _name = "qms.deviation.alert"
    _description = "Told of a case"
    _order = "id desc"
    _rec_name = "deviation_id"

    deviation_id = fields.Many2one(
        "qms.deviation", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("serious", "Serious"), ("safety", "Work environment")],
        "Why",
        default="serious",
        required=True,
        readonly=True,
    )
    level = fields.Selection(
        LEVELS, "Severity", readonly=True, help="What is serious is told per severity."
    )
    case_name = fields.Char(compute="_compute_mail")
    must_open = fields.Boolean(compute="_compute_mail")
    link = fields.Char(compute="_compute_mail")

    _told_once = models.UniqueIndex(
        "(deviation_id, user_id, kind, COALESCE(level, ''))",
        "This person was told already.",
    )

    @api.depends("deviation_id", "user_id")
    @api.depends_context("lang")
    def _compute_mail(self):
        """What the mail says; who reads only the register opens the case from there."""
        base = self[:1].get_base_url() if self else ""
        for alert in self:
            # sudo: type and number
            case = alert.deviation_id.sudo()
            alert.case_name = case.display_name
            alert.must_open = not case._readable_by(alert.user_id)
            place = "quality-register" if alert.must_open else "quality-cases"
            alert.link = f"{base}/odoo/{place}/{case.id}"

    @api.model
    def _tell(self, whom, kind="serious"):
        """Mail those not told yet, in their language, whatever day or hour it is.

        :param dict whom: users to be told, per case
        """
        # sudo: written by the system alone
        alerts = self.sudo()
        cases = alerts.env["qms.deviation"].union(*whom)
        told = {
            (alert.deviation_id, alert.user_id, alert.level)
            for alert in alerts.search(
                [("deviation_id", "in", cases.ids), ("kind", "=", kind)]
            )
        }
        new = alerts.create(
            [
                {
                    "deviation_id": case.id,
                    "user_id": user.id,
                    "kind": kind,
                    "level": level,
                }
                for case, users in whom.items()
                for level in [kind == "serious" and case._alert_level()]
                for user in users
                if (case, user, level) not in told
            ]
        )
        new._note()
        self.env["qms.mailer"]._send(
            MAILS[kind], new.filtered(lambda alert: alert.user_id.email)
        )

    def _note(self):
        """The case's own discussion says who was told and when."""
        for (case, kind), alerts in self.grouped(
            lambda alert: (alert.deviation_id, alert.kind)
        ).items():
            names = ", ".join(alerts.user_id.mapped("name"))
            case._message_log(
                author_id=self.env.ref("base.partner_root").id,
                body=self.env._("Serious. Told at once: %s", names)
                if kind == "serious"
                else self.env._("Safety representatives told: %s", names),
            )
