from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize

from odoo.addons.qms.tools.lifecycle import Mandate, Point


class QmsEvidenceSeatSteps(models.AbstractModel):
    """Who gives a seat and ends it, and when it ends by itself."""

    _name = "qms.evidence.seat.steps"
    _description = "Steps of an auditor's seat"

    def action_open(self, reason=None):
        """Let the auditor in: the account and the mail with its link."""
        self.ensure_one()
        return self._transition("open", reason)

    def action_invite(self):
        """Send the link once more."""
        self.ensure_one()
        return self._transition("invite")

    def action_end(self, reason=None):
        """End it before its day."""
        return self._transition("end", reason)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_own_seat(self):
        """Whose pack it is, as long as he may export."""
        # sudo: whose it is
        seat = self.sudo()
        own = seat.owner_id == self.env.user and seat.pack_id.owner_id == self.env.user
        may = self.env["qms.evidence.pack"]._may_export()
        return Mandate("quality_manager") if own and may else None

    def _mandate_end(self):
        """Who gave it, whatever he may now, or a quality manager."""
        # sudo: whose it is
        if self.sudo().owner_id == self.env.user:
            return Mandate("owner")
        return self._mandate_manager()

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_open(self):
        missing, pack = [], self.pack_id
        if pack.state != "ready" or not pack._index_path().is_file():
            text = self.env._("a pack that is ready, made since there are seats")
            missing.append(Point(text, "pack_id"))
        elif problem := pack._rights_problem():
            missing.append(Point(problem, "pack_id"))
        if not self._is_day_possible():
            text = self.env._("a last day, from today until the pack is removed")
            missing.append(Point(text, "date_end"))
        if not email_normalize(self.email or ""):
            text = self.env._("an e-mail address")
            missing.append(Point(text, "email"))
        elif self._foreign_accounts():
            text = self.env._("an e-mail address that no other account has")
            missing.append(Point(text, "email"))
        return missing

    def _is_day_possible(self):
        today = self.company_id._qms_today()
        last = self.pack_id.date_expires or self.date_end
        return today <= self.date_end <= last

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name == "open":
            values |= {
                "user_id": self._take_account().id,
                "date_opened": fields.Datetime.now(),
            }
        elif step.name == "end":
            values |= {"date_closed": fields.Datetime.now()}
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name in ("open", "invite"):
            self._send_invitations()
        elif step.name == "end":
            self._close_accounts()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "open": self.env._("Opened"),
            "invite": self.env._("Link sent once more"),
            "end": self.env._("Ended"),
        }

    # ------------------------------------------------------------
    # What happens by itself
    # ------------------------------------------------------------

    def _why_over(self):
        """Why nobody may sit here any more; nothing while he may."""
        self.ensure_one()
        pack = self.pack_id
        if self.date_end < self.company_id._qms_today():
            return self.env._("Its last day has passed.")
        if pack.state != "ready" or not pack._index_path().is_file():
            return self.env._("The pack is no longer kept.")
        if pack._rights_problem():
            return self.env._("Who gave it may no longer export.")
        if not self.user_id.active:
            return self.env._("The account was archived.")
        return None

    def _end_over(self):
        """End those that are over, by themselves; returns them."""
        # whoever looks ends it, the visitor himself included: the system writes
        over = self.browse()
        for seat in self.with_user(SUPERUSER_ID).filtered(lambda s: s.state == "open"):
            told = seat.with_context(lang=seat.owner_id.lang)
            if reason := told._why_over():
                told._write_guarded(
                    {
                        "state": "ended",
                        "date_closed": fields.Datetime.now(),
                        "why_ended": reason,
                    }
                )
                over |= seat
        over._close_accounts()
        over._sync_duties()
        return over

    @api.model
    def _cron_end(self):
        """End the seats that are over, each by itself."""
        seats = self.search([("state", "=", "open")])
        beat = self.env["ir.cron"]._commit_progress
        beat(remaining=len(seats))
        for seat in seats:
            if locked := seat.try_lock_for_update():
                locked._end_over()
            if not beat(1):
                break
