from datetime import date

from odoo.tests import freeze_time, tagged

from .common import AuditCase

MARCH = date(2026, 3, 1), date(2026, 3, 31)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditIndicators(AuditCase):
    """The two verdicts of the audits, as those who may read the reports see them."""

    def _figures(self, user):
        found = {}
        for code in ("suitable", "effective"):
            indicator = self.env.ref(f"qms_audit.indicator_audits_{code}")
            [figure] = indicator.with_user(user)._read_figures(self.company, *MARCH)
            reports = self.env["qms.audit.report"].with_user(user)
            self.assertEqual(reports.search_count(figure["domain"]), figure["count"])
            found[code] = figure["value"], figure["count"]
        return found

    def test_both_verdicts_of_reported_audits(self):
        verdicts = (("yes", "yes"), ("yes", "no"), ("partly", "no"))
        for suitable, effective in verdicts:
            audit = self._concluded()
            self._write_report(audit)
            audit.report_ids.write({"suitable": suitable, "effective": effective})
            audit.action_report()
        every = {"suitable": (66.6667, 3), "effective": (33.3333, 3)}
        for user in (self.manager, self.team):
            self.assertEqual(self._figures(user), every)
        self.assertEqual(self._figures(self.stranger), dict.fromkeys(every, (None, 0)))
