from odoo.tests import HttpCase, tagged

from .paper_common import PaperCase, new_pdf, read_pages


@tagged("post_install", "-at_install", "qms")
class TestPaperDownload(PaperCase, HttpCase):
    """The paper is streamed to whoever may read the record, and to nobody else."""

    def _get(self, user, record=None, model="qms.objective"):
        if user:
            self.authenticate(user.login, user.login.ljust(8, "x"))
        else:
            self.authenticate(None, None)
        res_id = (record or self.objective).id
        url = f"/qms/paper/{model}/{res_id}"
        return self.url_open(url, allow_redirects=False)

    def test_who_may_read_the_record_gets_all_of_it(self):
        self._attach(self.objective, "Plan.pdf", new_pdf("Page one"))
        answer = self._get(self.head)
        self.assertEqual(answer.status_code, 200)
        headers = answer.headers
        self.assertEqual(headers["Content-Type"], "application/pdf")
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertIn(self.objective.number, headers["Content-Disposition"])
        self.assertEqual(int(headers["Content-Length"]), len(answer.content))
        pages = read_pages(answer.content)
        self.assertIn("Page one", pages[-1])

    def test_who_may_not_does_not_learn_that_there_is_one(self):
        for user, model in (
            (self.stranger, "qms.objective"),
            (self.head, "res.users"),
            (self.head, "no.such.model"),
        ):
            with self.subTest(user=user.name, model=model):
                self.assertEqual(self._get(user, model=model).status_code, 404)
        missing = self.env["qms.objective"].browse(2**31 - 1)
        self.assertEqual(self._get(self.head, missing).status_code, 404)

    def test_who_is_not_logged_in_gets_nothing(self):
        self.assertEqual(self._get(None).status_code, 303)

    def test_a_report_of_its_own_follows_as_far_as_one_may_read_it(self):
        """It takes its style from the server, as every report does."""
        shown, hidden = self._action_of(), self._action_of()
        hidden.sudo()._write_guarded({"confidential": True})

        def own(record):
            return [("qms.report_action", (shown + hidden).with_env(record.env))]

        self.patch(type(self.objective), "_get_print_reports", own)
        told = " ".join(self._pages(self.team)[1:])
        self.assertIn(f"{shown.display_name}, 1 ", told)
        self.assertNotIn(hidden.number, told)
