from datetime import timedelta

from odoo import fields, models

from odoo.addons.qms.tools.lifecycle import Mandate, Point

OWN = "_mandate_own_pack"
CRON = "qms_evidence.ir_cron_make"
FETCH_DAYS = 7


class QmsEvidencePackSteps(models.AbstractModel):
    """Who may ask for a pack, and what follows."""

    _name = "qms.evidence.pack.steps"
    _description = "Steps of an evidence pack"

    def action_order(self):
        """Ask for it: from now on it is made as it stands."""
        return self._transition("order")

    def action_cancel(self):
        """It is not made, or not made any further."""
        return self._transition("cancel")

    def action_withdraw(self, reason=None):
        """The file goes before its day."""
        return self._transition("withdraw", reason)

    def action_refresh(self):
        """Show how far it is."""
        self.check_access("read")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_own_pack(self):
        """Who wrote it, as long as he may export."""
        # sudo: whose it is
        own = self.sudo().owner_id == self.env.user
        return Mandate("quality_manager") if own and self._may_export() else None

    def _may_export(self):
        """Whether the current user may take such a pack out of the house."""
        user = self.env.user
        return user.has_group("qms.group_quality_manager") and user.has_group(
            "base.group_allow_export"
        )

    def _rights_problem(self):
        """Why the one who asked for it may not have it now; nothing if he may."""
        own = self.with_user(self.owner_id)
        if not self.owner_id.active or not own._may_export():
            return self.env._("Who asked for it may no longer export.")
        if self.company_ids - self.owner_id.company_ids:
            return self.env._(
                "Who asked for it no longer works in all companies of it."
            )
        return None

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_order(self):
        missing = []
        if self.date_from > self.date_to:
            text = self.env._("a period that ends after it begins")
            missing.append(Point(text, "date_to"))
        if not self.company_ids or self.company_ids - self.owner_id.company_ids:
            text = self.env._("companies that you work in")
            missing.append(Point(text, "company_ids"))
        if not self.is_masked and not (self.open_reason or "").strip():
            text = self.env._("why persons and texts are not masked")
            missing.append(Point(text, "open_reason"))
        if self.drawn == "random" and self.sample_size < 1:
            text = self.env._("how many records are drawn from each source")
            missing.append(Point(text, "sample_size"))
        return missing

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name == "order":
            # the database's clock, by which records say when they were entered
            values |= {"cut_off": self.env.cr.now(), "failure": False}
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "order":
            self.env["qms.evidence.progress"]._begin(self)
        # what is made, and what is no longer kept, is the scheduled action's
        self.env.ref(CRON)._trigger()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "order": self.env._("Asked for"),
            "cancel": self.env._("Cancelled"),
            "withdraw": self.env._("Withdrawn"),
        }

    def _get_duties(self):
        return [
            {
                "record": pack,
                "verb": "fetch_pack",
                "deadline": (pack.date_ready + timedelta(days=FETCH_DAYS)).date(),
                "user": pack.owner_id,
            }
            for pack in self
            if pack.state == "ready" and not pack.date_fetched
        ]

    # ------------------------------------------------------------
    # What happens by itself
    # ------------------------------------------------------------

    def _become_ready(self, values):
        """The file is there, whole; tell who waits for it."""
        now = fields.Datetime.now()
        expires = fields.Date.today() + timedelta(days=self.keep_days)
        stamps = {"date_ready": now, "date_expires": expires}
        self._write_guarded({**values, **stamps, "state": "ready"})
        self._sync_duties()
        self.owner_id._bus_send(
            "simple_notification",
            {
                "type": "success",
                "sticky": True,
                "title": self.env._("The evidence pack is ready"),
                "message": self.display_name,
            },
        )

    def _fail(self, reason):
        self._write_guarded({"state": "failed", "failure": reason})

    def _expire(self):
        self._write_guarded({"state": "expired"})
        self._sync_duties()
