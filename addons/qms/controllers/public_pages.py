"""What pages without login share, whatever room they belong to."""

import logging

import psycopg2

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.ir_http import NOBODY
from ..tools.form_token import is_form_token, make_form_token

_logger = logging.getLogger(__name__)

HEADERS = [
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        # an empty icon stands in the page: a browser that asks for one is logged
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
]
# of a page -> languages of Odoo, the first one installed is taken
LANGUAGES = {
    "en": ("English", "en_US", "en_GB"),
    "da": ("Dansk", "da_DK"),
    "nb": ("Norsk", "nb_NO"),
    "sv": ("Svenska", "sv_SE"),
}
ALSO = {"no": "nb", "nn": "nb"}
MEGABYTE = 1024 * 1024


def public_route(address, most=2 * MEGABYTE):
    """A page for nobody; what is sent to it has at most ``most`` bytes."""
    return http.route(
        address,
        type="http",
        auth=NOBODY,
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        max_content_length=most,
    )


class PublicPages:
    """Plain pages for nobody in particular: no script, no cookie, nothing noted.

    A controller of its own room inherits from this, so that Odoo, which makes one class
    of all controllers with a common one, keeps the rooms apart.
    """

    def _enter(self, company=None, chosen=None):
        """Go on in the reader's language.

        :param str chosen: of a page's language; that of address or form unless said
        """
        if chosen is None:
            chosen = request.httprequest.values.get("lang", "")
        request.update_context(lang=self._pick_lang(company, chosen))

    def _pick_lang(self, company, chosen):
        asked = [chosen]
        asked += [lang for lang, _weight in request.httprequest.accept_languages]
        offered = self._offered()
        for lang in asked:
            short = lang.replace("_", "-").partition("-")[0].lower()
            if code := offered.get(ALSO.get(short, short)):
                return code
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        usual = company.partner_id.lang if company else None
        return usual if usual in installed else next(iter(offered.values()), "en_US")

    def _offered(self):
        """Languages a page is offered in: short name -> Odoo's."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        found = {
            short: next((code for code in codes if code in installed), None)
            for short, (_name, *codes) in LANGUAGES.items()
        }
        return {short: code for short, code in found.items() if code}

    # ------------------------------------------------------------
    # What came in
    # ------------------------------------------------------------

    def _is_post(self):
        return request.httprequest.method == "POST"

    def _text(self, name):
        """A field of the form. PostgreSQL holds no NUL."""
        text = request.httprequest.form.get(name, "").replace("\0", "")
        return text.replace("\r\n", "\n").strip()

    def _is_from_elsewhere(self):
        """Whether another site made the browser send it."""
        came = request.httprequest.headers.get("Sec-Fetch-Site", "same-origin")
        return came not in ("same-origin", "none")

    def _secret(self):
        # sudo: the page runs as the system, which signs its forms
        return request.env["ir.config_parameter"].sudo().get_param("database.secret")

    def _sheet(self):
        """The signed name of the sheet that was sent, if it was made here."""
        token = request.httprequest.form.get("sheet", "")
        return token if is_form_token(self._secret(), token) else ""

    def _store(self, method, *args):
        """Call ``method``; what it refuses is text for the reader, the rest is silent.

        A traceback could hold what was written.

        :return: its result and nothing, or nothing and what is wrong
        """
        try:
            with request.env.cr.savepoint():
                result = method(*args)
                request.env.flush_all()
        except UserError as error:
            return None, str(error)
        except psycopg2.OperationalError:
            # two at once: Odoo repeats the request
            raise
        except Exception as error:
            _logger.error("A public page could not store: %s", type(error).__name__)
            return None, request.env._(
                "It could not be taken in. Nothing was stored. Try again later."
            )
        return result, ""

    # ------------------------------------------------------------
    # What goes out
    # ------------------------------------------------------------

    def _respond(self, template, status=200, **values):
        lang = request.env.lang
        offered = self._offered()
        page = request.env["ir.qweb"]._render(
            template,
            {
                "html_lang": lang.replace("_", "-").partition("@")[0],
                "languages": [
                    (short, LANGUAGES[short][0], code == lang)
                    for short, code in offered.items()
                ],
                "lang_short": next((s for s, c in offered.items() if c == lang), ""),
                "sheet": make_form_token(self._secret()),
                "errors": {},
                **values,
            },
        )
        body = f"<!DOCTYPE html>\n{page}"
        return request.make_response(body, headers=HEADERS, status=status)

    def _respond_message(self, title, text, status):
        return self._respond("qms.public_message", status, title=title, text=text)
