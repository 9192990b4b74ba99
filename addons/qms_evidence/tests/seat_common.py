import re
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.qms.tests.mail_common import SmtpCase

from .evidence_common import EvidenceCase

PASSWORD = "A long one for the auditor"
CSRF = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


class SeatCase(EvidenceCase, SmtpCase):
    """A pack that is ready, and seats over it."""

    def _new_seat(self, pack=None, user=None, **kwargs):
        values = {
            "pack_id": (pack or self._made()).id,
            "visitor": "Vera",
            "email": "vera@audit.example",
            **kwargs,
        }
        seats = self.env["qms.evidence.seat"].with_user(user or self.manager)
        return seats.create(values)

    def _open_seat(self, pack=None, **kwargs):
        seat = self._new_seat(pack, **kwargs)
        seat.action_open(reason="Certification audit")
        return seat

    def _visitor(self, seat):
        """The account, with a password of its own."""
        user = seat.sudo().user_id
        user.password = PASSWORD
        return user.with_env(self.env)

    def _views(self, seat):
        """Pages that were seen, oldest first."""
        self.env.invalidate_all()
        views = self.env["qms.evidence.seat.view"]
        found = views.search([("seat_ref", "=", seat.id)], order="id")
        return found.mapped(lambda view: (view.page, view.what))

    def _day(self, days=0):
        return self.company._qms_today() + timedelta(days=days)

    # ------------------------------------------------------------
    # In a browser
    # ------------------------------------------------------------

    def _log_in(self, login, password=PASSWORD):
        """As a person does, on the login page; where that leads."""
        self.authenticate(None, None)
        token = CSRF.search(self.url_open("/web/login").text)[1]
        form = {"login": login, "password": password, "csrf_token": token}
        return self.url_open("/web/login", data=form)

    def _entering(self):
        """Core's short cut to a session is no login page: here it passes for one."""
        users = type(self.env["res.users"])
        return patch.object(users, "_qms_may_enter", lambda *_args: True)

    def _sit(self, seat):
        return self._log_in(self._visitor(seat).login)
