from odoo import api, fields, models

from ..tools.marks import MIRRORING

# what an activity shows of its duty; the rest (note, files) is its owner's
SHOWN = {
    "active",
    "activity_type_id",
    "date_deadline",
    "qms_duty_id",
    "res_id",
    "res_model",
    "res_model_id",
    "summary",
    "user_id",
}


class MailActivity(models.Model):
    """An activity that shows a duty lasts as long as the duty does.

    Ticking it off, moving it or handing it on does not do the work, so it stays as
    it is, and whoever tried is told; deleted, it comes back.
    """

    _inherit = "mail.activity"

    qms_duty_id = fields.Many2one(
        "qms.duty", "Duty", index="btree_not_null", ondelete="cascade", readonly=True
    )
    # written with the row, not once more after it
    res_name = fields.Char(compute="_compute_res_name", store=True, precompute=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._qms_is_mirroring():
            vals_list = [{**vals, "qms_duty_id": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        shown = SHOWN & vals.keys()
        mirrors = self._qms_mirrors() if shown else self.browse()
        if not mirrors:
            return super().write(vals)
        mirrors._qms_tell_it_stays()
        free = {key: value for key, value in vals.items() if key not in shown}
        super(MailActivity, mirrors).write(free)
        return super(MailActivity, self - mirrors).write(vals)

    def unlink(self):
        # sudo: duties are written by the system alone
        duties = self._qms_mirrors().sudo().qms_duty_id
        result = super().unlink()
        if duties:
            duties._mirror()
            self._qms_tell_it_stays()
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        mirrors = self._qms_mirrors()
        mirrors._qms_tell_it_stays()
        others = self - mirrors
        return super(MailActivity, others)._action_done(feedback, attachment_ids)

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        """In the words of the one it is assigned to, and many at once."""
        models_ = self.env.registry.descendants(["qms.readable.mixin"], "_inherit")
        ours = self.filtered(lambda activity: activity.res_model in models_)
        result = super(MailActivity, self - ours)._compute_res_name()
        for (model, lang), activities in ours.grouped(
            lambda activity: (activity.res_model, activity.user_id.lang)
        ).items():
            records = self.env[model].with_context(lang=lang or self.env.lang)
            records = records.browse(set(activities.mapped("res_id"))).exists()
            names = {record.id: record.display_name for record in records}
            for activity in activities:
                activity.res_name = names.get(activity.res_id, False)
        return result

    @api.model
    def _qms_is_mirroring(self):
        return self.env.context.get("qms_mirroring") is MIRRORING

    def _qms_mirrors(self):
        """Those that show an open duty, unless the duty itself is at work on them."""
        if self._qms_is_mirroring():
            return self.browse()
        # sudo: duties of others
        return self.filtered(lambda a: a.sudo().qms_duty_id.state == "open")

    def _qms_is(self, values):
        """Whether this activity shows what ``values`` say."""
        return all(
            (self[name].id if self._fields[name].type == "many2one" else self[name])
            == value
            for name, value in values.items()
        )

    def _qms_tell_it_stays(self):
        if self:
            message = self.env._("This stays until the work itself is done: open it.")
            self.env.user._bus_send(
                "simple_notification", {"type": "warning", "message": message}
            )
