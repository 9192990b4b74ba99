import random

from odoo import api, fields, models

from odoo.addons.qms.models.decision_sql import lock_rows
from odoo.addons.qms.tools.apart import apart

# fewer answers are not moved before the campaign ends: among so many nobody is found
BATCH = 10


class QmsSurveySlip(models.Model):
    """An answer as it came in, for the short time until it is mixed with others.

    What came when, and after whom, stands in the order of ids and in what PostgreSQL
    keeps of each row. So answers wait here, apart from the mark that somebody answered,
    and are moved in batches, shuffled, into ``qms.survey.response``; nothing of the
    slip is left.
    """

    _name = "qms.survey.slip"
    _description = "Answer not yet mixed with others"
    _rec_name = "campaign_id"
    _order = "id"
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one("hr.department", ondelete="set null", index=True)
    content = fields.Json(required=True)

    @api.model
    def _cron_mix(self):
        """Every night: campaigns with enough answers waiting."""
        progress = self.env["ir.cron"]._commit_progress
        waiting = self._read_group([], ["campaign_id"], ["__count"])
        for campaign, count in waiting:
            if count >= BATCH:
                apart(campaign, self._mix)
                if not progress(1):
                    return

    @api.model
    def _mix(self, campaign):
        """Move all that waits for ``campaign``, in an order that nobody knows."""
        # whoever ends it meanwhile, or mixes too, starts again and misses none
        lock_rows(self.env.cr, campaign._table, campaign.ids)
        slips = self.search([("campaign_id", "=", campaign.id)])
        rows = [(slip.department_id.id, slip.content) for slip in slips]
        if not rows:
            return
        lot = random.SystemRandom()
        lot.shuffle(rows)
        responses = self.env["qms.survey.response"]._store(campaign, rows)
        contents = [content for _unit, content in rows]
        self.env["qms.survey.signature"]._store(campaign, responses, contents)
        # in an order of their own: else the first text is that of the first response
        texts = [text for content in contents for text in content["texts"]]
        lot.shuffle(texts)
        self.env["qms.survey.comment"]._store(campaign, texts)
        slips.unlink()
        self.env["qms.survey.invitee"]._rewrite(campaign)
        campaign._write_guarded({"answered_count": campaign.answered_count + len(rows)})
