from markupsafe import Markup

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from ..models.ir_http import NOBODY
from .public_pages import HEADERS

LONGEST_COMMENT = 10_000


class PersonalLinkController(http.Controller):
    """Whoever holds the link is its recipient; a session that comes along is ignored,
    and nothing is noted of who opened the page when (see ``qms_nobody``).

    The token in the address is the proof, so that no CSRF token is needed, which would
    need a cookie.
    """

    @http.route(
        "/qms/link/<string:token>",
        type="http",
        auth=NOBODY,
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def show(self, token, **kwargs):
        link = self._enter(token)
        if not link._is_open():
            return self._respond_closed(link)
        return self._respond_form(link)

    @http.route(
        "/qms/link/<string:token>/<int:number>",
        type="http",
        auth=NOBODY,
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def file(self, token, number, **kwargs):
        """A file of what is shown, to be kept and opened, never shown in the page."""
        link = self._enter(token)
        if not link._is_open():
            return self._respond_closed(link)
        found = link._get_files().filtered(lambda each: each.id == number)
        if not found:
            return self._respond_closed(link)
        headers = [
            *(pair for pair in HEADERS if pair[0] != "Content-Type"),
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", content_disposition(found.name)),
        ]
        return request.make_response(found.raw or b"", headers=headers)

    @http.route(
        "/qms/link/<string:token>",
        type="http",
        auth=NOBODY,
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def act(self, token, choice="", comment="", **kwargs):
        link = self._enter(token)
        if not link._is_open():
            return self._respond_closed(link)
        if not link._count_act():
            return self._respond_form(
                link,
                status=429,
                error=request.env._("Too many tries. Try again in an hour."),
            )
        spec = link._get_spec()
        if choice not in spec.buttons:
            return self._respond_form(link, status=400)
        try:
            with request.env.cr.savepoint():
                result = link._use(choice, comment[:LONGEST_COMMENT].strip())
        except (AccessError, MissingError):
            return self._respond_closed(link)
        except UserError as error:
            return self._respond_form(link, status=409, error=str(error))
        return self._respond(200, title=spec.title, text=spec.done, result=result)

    def _enter(self, token):
        """Go on as the public user, in the recipient's language; return the link.

        Not as the system, which the route begins as: whose act it is, the link says,
        and a decision that needs a person refuses both.
        """
        public = request.env.ref("base.public_user")
        request.update_env(user=public.id, context={}, su=False)
        link = request.env["qms.personal.link"]._find_link(token)
        request.update_context(lang=self._pick_lang(link.lang))
        return link.with_env(request.env(su=True))

    def _pick_lang(self, wanted):
        """``wanted``, or what the browser asks for, if it is installed."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        for code in (wanted, request.best_lang):
            if code in installed:
                return code
        return "en_US" if "en_US" in installed else installed[0]

    def _respond_form(self, link, status=200, error=""):
        spec = link._get_spec()
        record = link._get_record()
        description = getattr(record, spec.describe)() if spec.describe else ""
        return self._respond(
            status,
            title=spec.title,
            description=description,
            is_plain=not isinstance(description, Markup),
            text=spec.explanation,
            files=link._get_files(),
            files_at=f"/qms/link/{request.params['token']}",
            buttons=spec.buttons,
            comment_label=spec.comment,
            longest_comment=LONGEST_COMMENT,
            error=error,
        )

    def _respond_closed(self, link):
        """Says the same whether the link was used, has expired or never was."""
        return self._respond(
            410 if link else 404,
            title=request.env._("This link cannot be used"),
            text=request.env._(
                "It may have been used already, have expired or been withdrawn. What "
                "was answered with it is registered. If something is missing, ask the "
                "one who sent it to you."
            ),
        )

    def _respond(self, status, **values):
        lang = request.env.lang.replace("_", "-").partition("@")[0]
        page = request.env["ir.qweb"]._render(
            "qms.personal_link_page", {"html_lang": lang, **values}
        )
        body = f"<!DOCTYPE html>\n{page}"
        return request.make_response(body, headers=HEADERS, status=status)
