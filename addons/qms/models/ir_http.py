from werkzeug.exceptions import abort

from odoo import SUPERUSER_ID, api, models
from odoo.http import get_default_session, request, root

NOBODY = "qms_nobody"
CHUNK = 64 * 1024
MOST_THROWN_AWAY = 256 * 1024 * 1024


class IrHttp(models.AbstractModel):
    """``auth="qms_nobody"``: whoever calls, logged in or not, is nobody.

    Core looks at the session of every request, whatever the route's ``auth``, and notes
    user, address and minute in ``res.device.log``. Here the session that comes along
    is put aside first; the address goes out of the request before the access log
    reads it. What the route does, it does as the system.
    """

    _inherit = "ir.http"

    def session_info(self):
        """Whom to ask, per company of who is logged in."""
        result = super().session_info()
        if self.env.user._is_internal():
            companies = self.env.user.company_ids
            result["qms_help"] = {
                company.id: company._qms_help() for company in companies
            }
        return result

    @classmethod
    def _authenticate_explicit(cls, auth):
        if auth == NOBODY:
            return cls._auth_method_qms_nobody()
        return super()._authenticate_explicit(auth)

    @classmethod
    def _pre_dispatch(cls, rule, args):
        result = super()._pre_dispatch(rule, args)
        routing = rule.endpoint.routing
        length = request.httprequest.content_length or 0
        if routing["auth"] == NOBODY and length > routing.get(
            "max_content_length", length
        ):
            cls._qms_refuse_too_large(rule.endpoint.func.__self__)
        return result

    @classmethod
    def _qms_refuse_too_large(cls, controller):
        """Answer with a page of the controller's own, if it has one, not core's bare
        one. What was sent is read and thrown away: a browser that is still sending
        shows no answer."""
        if not hasattr(controller, "_respond_too_large"):
            return
        wrapped = request.httprequest._HTTPRequest__wrapped
        wrapped.max_content_length = None
        stream, left = wrapped.stream, MOST_THROWN_AWAY
        while left > 0 and (chunk := stream.read(CHUNK)):
            left -= len(chunk)
        abort(controller._respond_too_large())

    @classmethod
    def _auth_method_qms_nobody(cls):
        request.session = root.session_store.new()
        request.session.update(get_default_session(), db=request.db)
        request.session.can_save = False
        request.env = api.Environment(request.env.cr, SUPERUSER_ID, {})
        request.env.transaction.default_env = request.env
        wrapped = request.httprequest._HTTPRequest__wrapped
        for environ in (request.httprequest.environ, wrapped.environ):
            environ["REMOTE_ADDR"] = "-"
            environ.pop("HTTP_X_FORWARDED_FOR", None)
