"""What the pages of reporting share."""

from odoo import http
from odoo.http import request

from odoo.addons.qms.controllers import public_pages
from odoo.addons.qms.tools.clean_file import clean_file
from odoo.addons.qms.tools.photo import UnreadableFile

MEGABYTE = public_pages.MEGABYTE
MAX_FILES = 5
MAX_FILE = 10 * MEGABYTE
MAX_REQUEST = MAX_FILES * MAX_FILE + 2 * MEGABYTE


def public_route(address):
    return public_pages.public_route(address, MAX_REQUEST)


class PublicController(public_pages.PublicPages, http.Controller):
    """The pages on which people report without login."""

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

    def _respond(self, template, status=200, **values):
        sizes = {"max_files": MAX_FILES, "max_size": MAX_FILE // MEGABYTE}
        return super()._respond(template, status, **{**sizes, **values})

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
