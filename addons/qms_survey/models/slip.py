import random

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.qms.models.decision_sql import lock_rows
from odoo.addons.qms.tools.apart import apart

# fewer answers are not moved before the campaign ends: among so many nobody is found
BATCH = 10
# held in memory at a time
SLICE = 1_000


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
        if not slips:
            return
        for some in self._by_lot(slips.ids):
            self.browse(some)._move(campaign)
        self._move_texts(campaign)
        slips.unlink()
        self.env["qms.survey.invitee"]._rewrite(campaign)
        count = campaign.answered_count + len(slips)
        campaign._write_guarded({"answered_count": count})

    @api.model
    def _by_lot(self, places):
        """``places`` in an order that nobody knows, so many as are held at a time."""
        random.SystemRandom().shuffle(places)
        for start in range(0, len(places), SLICE):
            yield places[start : start + SLICE]
            # what was moved is held no longer
            self.env.invalidate_all()

    def _move(self, campaign):
        rows = [(slip.department_id.id, slip.content) for slip in self]
        responses = self.env["qms.survey.response"]._store(campaign, rows)
        contents = [content for _unit, content in rows]
        self.env["qms.survey.signature"]._store(campaign, responses, contents)

    @api.model
    def _move_texts(self, campaign):
        """In an order of their own: else the first text is that of the first response,
        and two texts of one person stand beside each other."""
        places = self.env.execute_query(
            SQL(
                """SELECT slip.id, place
                     FROM qms_survey_slip slip, generate_series(
                          0, jsonb_array_length(slip.content->'texts') - 1) place
                    WHERE slip.campaign_id = %s""",
                campaign.id,
            )
        )
        for some in self._by_lot(places):
            texts = self._read_texts(some)
            self.env["qms.survey.comment"]._store(campaign, texts)

    @api.model
    def _read_texts(self, places):
        """Dicts of question and text, at these pairs of a slip and a place in it."""
        ids, numbers = (list(part) for part in zip(*places, strict=True))
        rows = self.env.execute_query(
            SQL(
                """SELECT (slip.content->'texts'->came.number->>'question_id')::int,
                          slip.content->'texts'->came.number->>'text'
                     FROM unnest(%s::int[], %s::int[])
                          WITH ORDINALITY AS came (id, number, turn)
                     JOIN qms_survey_slip slip ON slip.id = came.id
                 ORDER BY came.turn""",
                ids,
                numbers,
            )
        )
        return [{"question_id": asked, "text": text} for asked, text in rows]
