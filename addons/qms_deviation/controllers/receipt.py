from odoo.http import request

from ..tools.receipt_code import LENGTH, hash_code, read_code, show_code
from .public import PublicController, public_route

# wrong codes an hour, over all who try; a code has 78 bits
WRONG_LIMIT = 300
MESSAGE_LIMIT = 20
LONGEST = 20_000


class Receipt(PublicController):
    """The other half of reporting without login: what became of it, and writing back.

    The code comes in the body of a POST, never in an address, which is logged.
    """

    @public_route("/qms/receipt")
    def receipt(self, **kwargs):
        """GET asks for the code; POST shows its report, or adds a message to it."""
        self._enter()
        if not self._is_post():
            return self._respond("qms_deviation.public_code", typed="")
        typed = read_code(self._text("code"))
        report = request.env["qms.report"]._find_by_receipt(typed)
        if not report:
            return self._respond_wrong(typed)
        self._enter(report.company_id)
        if self._text("step") == "write":
            return self._write(report, typed)
        return self._respond_report(report, typed)

    def _respond_wrong(self, typed):
        """The same for a code that never was and one that is mistyped."""
        if not typed:
            error, status = request.env._("Write the code."), 422
        elif request.env["qms.public.count"]._count_hour("receipt") > WRONG_LIMIT:
            error, status = (
                request.env._("Too many wrong codes just now. Try again in an hour."),
                429,
            )
        else:
            error, status = (
                request.env._(
                    "No report has this code. It has %s letters and digits.", LENGTH
                ),
                404,
            )
        return self._respond(
            "qms_deviation.public_code", status, errors={"code": error}, typed=""
        )

    def _write(self, report, code):
        body, errors = self._text("body"), {}
        sheet = self._sheet()
        if not sheet or self._is_from_elsewhere():
            errors["page"] = request.env._("Please press Send once more.")
        if not body:
            errors["body"] = request.env._("Write your message.")
        elif len(body) > LONGEST:
            errors["body"] = request.env._(
                "The text is too long: %(count)s characters, at most %(most)s.",
                count=len(body),
                most=LONGEST,
            )
        counts = request.env["qms.public.count"]
        limited = f"message:{report.id}"
        if not errors and counts._count_hour(limited) > MESSAGE_LIMIT:
            errors["page"] = request.env._("Many messages just now. Wait an hour.")
        files = [] if errors else self._read_files(errors)
        if errors:
            return self._respond_report(report, code, body, errors, 422)
        if not counts._take_sheet(hash_code(sheet)):
            return self._respond_report(report, code, sent=True)
        with report._by_the_day(report.company_id):
            _message, problem = self._store(report._say, body, files)
        if problem:
            return self._respond_report(report, code, body, {"page": problem}, 409)
        return self._respond_report(report, code, sent=True)

    def _respond_report(
        self, report, code, body="", errors=None, status=200, sent=False
    ):
        return self._respond(
            "qms_deviation.public_receipt",
            status,
            report=report,
            code=show_code(code),
            body=body,
            errors=errors or {},
            sent=sent,
            longest=LONGEST,
        )
