from werkzeug.exceptions import abort

from odoo import SUPERUSER_ID, api, models
from odoo.http import request

from .seat_account import HOME

# where a browser arrives by itself
FRONT = {"", "/my", "/my/home", "/odoo", "/web", "/web/login", "/web/login_successful"}
LEAVE = "/web/session/logout"


class IrHttp(models.AbstractModel):
    """A visiting auditor's account reaches the pages of his seat, and no other.

    Whatever other modules offer to portal users, today or later: no address of theirs
    is called for him, by page or by RPC. Files that anybody may have without a session
    (``static``) are served before this is asked.
    """

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        routing = rule.endpoint.routing
        if not routing.get("qms_seat") and rule.rule != LEAVE:
            cls._qms_keep_in_seat()
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _serve_fallback(cls):
        cls._qms_keep_in_seat()
        return super()._serve_fallback()

    @classmethod
    def _qms_keep_in_seat(cls):
        """Turn a visitor away, whether he came with a session or a key."""
        uid = request.session.uid or request.env.uid
        if not uid:
            return
        env = api.Environment(request.env.cr, SUPERUSER_ID, {})
        user = env["res.users"].browse(uid)
        if not user._qms_is_visitor():
            return
        http = request.httprequest
        if http.method in ("GET", "HEAD") and http.path.rstrip("/") in FRONT:
            abort(request.redirect(HOME))
        text = user.with_context(lang=user.lang).env._("There is no such page.")
        plain = [("Content-Type", "text/plain; charset=utf-8")]
        abort(request.make_response(text, headers=plain, status=404))
