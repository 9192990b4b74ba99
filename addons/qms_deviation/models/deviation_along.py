from odoo import Command, api, models

from odoo.addons.qms.tools.lifecycle import Mandate, Transition

from .deviation_handover import HANDED_OVER
from .deviation_table import OPEN


class QmsDeviationAlong(models.AbstractModel):
    """What came from the same report goes along to a channel that leaves no trace.

    A case split off holds copies of the report's texts, and the report is its own as
    well: left here, it would tell what was handed over. What is another matter is
    written down anew.
    """

    _name = "qms.deviation.along"
    _description = "What goes along with a case that is handed over"

    @api.model
    def _get_transitions(self):
        step = Transition(
            "go_along",
            OPEN,
            "dismissed",
            "_mandate_go_along",
            ("_missing_open_actions",),
            blind=True,
            offered=False,
        )
        return (*super()._get_transitions(), step)

    def action_go_along(self):
        """End as part of the case from the same report that was handed over."""
        # sudo: what was handed over is read by the named persons alone
        for lead, cases in self.grouped(lambda case: case.sudo()._lead()).items():
            reports = cases.sudo().report_ids - lead.report_ids
            senders = cases.sudo().sender_ids
            cases._transition(
                "go_along", merged_into_id=lead.id, report_ids=[Command.clear()]
            )
            linked = [Command.link(report.id) for report in reports]
            lead._write_guarded({"report_ids": linked})
            senders.deviation_id = lead
            lead._share_readers()
        return True

    def _take_along(self):
        """Called once these were handed over."""
        # sudo: cases from the same reports, whoever reads them
        kin = self.sudo()._kin_without_trace()
        kin.filtered(lambda case: not case.is_closed).sudo(False).action_go_along()

    def _kin_without_trace(self):
        """Cases from the reports of those of ``self`` that are to leave no trace."""
        leads = self.filtered("channel_id.traceless")
        kin = leads.report_ids.deviation_ids - leads
        return kin.filtered(lambda case: case.state != HANDED_OVER)

    def _lead(self):
        """The case from the same reports that is to leave no trace."""
        return self.report_ids.deviation_ids.filtered(
            lambda case: (
                case.state == HANDED_OVER
                and case.channel_id.traceless
                and not case.date_confirmed
            )
        )[:1]

    def _mandate_go_along(self):
        """Whoever may hand over the one may take the others along, read or not."""
        # sudo: whether there is one, and who read it first
        lead = self.sudo()._lead().with_env(self.env)
        mandate = lead and lead._mandate_first_reader()
        return Mandate(mandate.role, mandate.behalf_of) if mandate else None

    def _gone_along(self):
        """What is closed, taken back and removed with these: all that is the same
        event, and of what leaves no trace all that came from its reports."""
        ended = self._kin_without_trace().filtered("is_closed")
        return self._duplicates() | ended | ended._duplicates()

    def _share_readers(self):
        """What goes along is read by those who are named for the case."""
        for case in self:
            along = case._gone_along()
            hidden = along.hidden_from_id
            named = (case.named_ids - hidden) or (self.env.user - hidden)
            readers = [Command.set(named.ids)]
            case._write_guarded({"named_ids": readers})
            along._write_guarded(
                {"channel_id": case.channel_id.id, "named_ids": readers}
            )
        self._drop_former_readers()

    def _along_again(self):
        """What had gone along, once the case itself was taken back."""
        kin = self.report_ids.deviation_ids.filtered(
            lambda case: case.channel_id and case.state != HANDED_OVER
        )
        return self._duplicates() | kin | kin._duplicates()

    def _transition_labels(self):
        return super()._transition_labels() | {
            "go_along": self.env._("Went along with a case that was handed over"),
        }
