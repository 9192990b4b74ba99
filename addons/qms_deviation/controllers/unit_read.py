from odoo.http import request

from .public import PublicController, public_route

LONGEST_NAME = 60
# an hour and page; a whole shift confirms within one
CONFIRM_LIMIT = 200


class UnitReading(PublicController):
    """What must be read, on the unit's page: read there, and confirmed without login.

    Whatever is written to say who confirms, the answer is the same.
    """

    @public_route("/qms/unit/<string:key>/read")
    def texts(self, key, **kwargs):
        """What is to be read here, by its titles."""
        page = self._find_page(key)
        if not page.department_id:
            return self._respond_not_open()
        return self._respond(
            "qms_deviation.unit_texts", page=page, rounds=page._get_rounds()
        )

    @public_route("/qms/unit/<string:key>/read/<string:number>")
    def text(self, key, number, **kwargs):
        """One text; POST says that somebody has read it."""
        page = self._find_page(key)
        found = page._get_rounds().filtered(lambda r: str(r.id) == number)
        if not found:
            return self._respond_not_open()
        if self._is_post():
            return self._confirm(page, found)
        return self._respond_text(page, found)

    def _confirm(self, page, text):
        who, errors, status = self._text("who"), {}, 422
        counts = request.env["qms.public.count"]
        sheet = self._sheet()
        if not sheet or self._is_from_elsewhere():
            errors["page"] = request.env._("Please press the button once more.")
        if not who:
            errors["who"] = request.env._(
                "Write your badge number, or your name or initials."
            )
        elif len(who) > LONGEST_NAME:
            errors["who"] = request.env._("Write your name or initials alone.")
        if not errors and counts._count_hour(f"read:{page.id}") > CONFIRM_LIMIT:
            status = 429
            errors["page"] = request.env._("Many confirm just now. Wait an hour.")
        if not errors and counts._take_sheet(sheet):
            _result, problem = self._store(text._claim, page.department_id, who)
            if problem:
                errors["page"], status = problem, 409
        if errors:
            return self._respond_text(page, text, errors, who, status)
        return self._respond("qms_deviation.unit_text_done", page=page)

    def _respond_text(self, page, text, errors=None, who="", status=200):
        return self._respond(
            "qms_deviation.unit_text",
            status,
            page=page,
            text=text,
            record=text._record(),
            errors=errors or {},
            who=who,
            longest=LONGEST_NAME,
        )
