"""What the pages without login share."""

import logging

import psycopg2

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.qms.models.ir_http import NOBODY
from odoo.addons.qms.tools.clean_file import clean_file
from odoo.addons.qms.tools.photo import UnreadableFile

from ..tools.receipt_code import is_form_token, make_form_token

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
MEGABYTE = 1024 * 1024
MAX_FILES = 5
MAX_FILE = 10 * MEGABYTE
MAX_REQUEST = MAX_FILES * MAX_FILE + 2 * MEGABYTE
# of a page -> languages of Odoo, the first one installed is taken
LANGUAGES = {
    "en": ("English", "en_US", "en_GB"),
    "da": ("Dansk", "da_DK"),
    "nb": ("Norsk", "nb_NO"),
    "sv": ("Svenska", "sv_SE"),
}
ALSO = {"no": "nb", "nn": "nb"}


def public_route(address):
    return http.route(
        address,
        type="http",
        auth=NOBODY,
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        max_content_length=MAX_REQUEST,
    )


class PublicController(http.Controller):
    """Plain pages for nobody in particular: no script, no cookie, nothing noted."""

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

    def _read_files(self, errors):
        """Values of attachments, made clean; what is wrong goes into ``errors``.

        The name a file came with may tell whose it is: they are numbered.
        """
        uploads = [file for file in request.httprequest.files.getlist("files") if file]
        if len(uploads) > MAX_FILES:
            errors["files"] = request.env._("Send at most %s files.", MAX_FILES)
            return []
        rows = []
        for number, upload in enumerate(uploads, 1):
            data = upload.stream.read(MAX_FILE + 1)
            if problem := self._file_problem(data):
                errors["files"] = problem
                return []
            try:
                clean = clean_file(data)
            except UnreadableFile:
                errors["files"] = request.env._(
                    "File %s cannot be read. Photos (JPEG, PNG, WebP) and PDF without "
                    "a password can be sent.",
                    number,
                )
                return []
            rows.append(
                {
                    "name": f"{number}.{clean.extension}",
                    "raw": clean.data,
                    "mimetype": clean.mimetype,
                }
            )
        return rows

    def _file_problem(self, data):
        if not data:
            return request.env._("A file is empty.")
        if len(data) > MAX_FILE:
            size = MAX_FILE // MEGABYTE
            return request.env._("A file may have at most %s megabytes.", size)
        return ""

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
                "max_files": MAX_FILES,
                "max_size": MAX_FILE // MEGABYTE,
                "errors": {},
                **values,
            },
        )
        body = f"<!DOCTYPE html>\n{page}"
        return request.make_response(body, headers=HEADERS, status=status)

    def _respond_too_large(self):
        """Called by ``qms_nobody`` instead of reading what was sent."""
        self._enter(chosen=request.httprequest.args.get("lang", ""))
        return self._respond_message(
            request.env._("That was too much at once"),
            request.env._(
                "Nothing was sent. Go back with your browser's button: what you wrote "
                "should still be there. Choose at most %(most)s files of at most "
                "%(size)s megabytes each.",
                most=MAX_FILES,
                size=MAX_FILE // MEGABYTE,
            ),
            413,
        )

    def _find_page(self, key):
        """The open page with this key, if any; goes on in the reader's language."""
        page = request.env["qms.public.page"]._find_open(key)
        self._enter(page.company_id)
        return page.with_env(request.env)

    def _respond_not_open(self):
        return self._respond_message(
            request.env._("This page is not open"),
            request.env._(
                "The address may be old. Ask for the new one, or report in another way."
            ),
            404,
        )

    def _respond_message(self, title, text, status):
        return self._respond(
            "qms_deviation.public_message", status, title=title, text=text
        )
