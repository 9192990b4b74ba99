from datetime import datetime, time

import pytz

from odoo.http import request

from ..tools.days import read_day
from ..tools.receipt_code import code_of_form, hash_code, show_code
from .public import PublicController, public_route

LONGEST = 100_000
LONGEST_PLACE = 200
LONGEST_NAME = 100
TEXTS = (
    "description",
    "place",
    "occurred_on",
    "correction",
    "department_id",
    "type_id",
    "shown",
    "sender",
)
TICKS = ("not_own_leader", "serious")
# asked for by some types only
ASKED = ("place", "occurred_on", "serious", "correction", "not_own_leader")


class AnonymousReport(PublicController):
    """Reporting without login. A session that comes along is ignored."""

    @public_route("/qms/report/<string:key>")
    def report(self, key, **kwargs):
        """GET shows the form, POST takes the report in and shows the receipt code."""
        page = self._find_page(key)
        if not page:
            return self._respond_not_open()
        return self._take_in(page) if self._is_post() else self._respond_form(page)

    def _take_in(self, page):
        typed = {name: self._text(name) for name in TEXTS}
        typed.update({name: bool(self._text(name)) for name in TICKS})
        if not page.department_id:
            typed["sender"] = ""
        errors = {}
        sheet = self._check_form(errors)
        values = self._read_values(page, typed, errors)
        if errors:
            return self._respond_form(page, typed, errors, 422)
        code = code_of_form(self._secret(), sheet)
        reports = request.env["qms.report"]
        if reports.search_count([("receipt_hash", "=", hash_code(code))]):
            return self._respond_thanks(page, code, again=True)
        if channels := self._other_channels(page, typed):
            return self._respond_form(page, typed, channels=channels)
        counts = request.env["qms.public.count"]
        if counts._count_hour(f"report:{page.id}") > page.hourly_limit:
            errors["page"] = request.env._(
                "Many reports have come in just now. Wait an hour and send again; "
                "keep this page open until then."
            )
            return self._respond_form(page, typed, errors, 429)
        files = self._read_files(errors)
        if errors:
            return self._respond_form(page, typed, errors, 422)
        counts._take_sheet(hash_code(code))
        _report, problem = self._store(
            reports._create_anonymous, page, code, values, files, typed["sender"]
        )
        if problem:
            return self._respond_form(page, typed, {"page": problem}, 409)
        return self._respond_thanks(page, code, named=bool(typed["sender"]))

    def _check_form(self, errors):
        """The sheet that was sent; a robot fills in what people do not see."""
        if self._text("website"):
            errors["page"] = request.env._(
                "The field marked 'leave empty' was filled in. Empty it and send again."
            )
        sheet = self._sheet()
        if not sheet or self._is_from_elsewhere():
            errors["page"] = request.env._("Please press Send once more.")
        return sheet

    def _read_values(self, page, typed, errors):
        """Values of a report; what is wrong goes into ``errors`` per field."""
        for name in ("description", "correction"):
            if len(typed[name]) > LONGEST:
                errors[name] = request.env._(
                    "The text is too long: %(count)s characters, at most %(most)s.",
                    count=len(typed[name]),
                    most=LONGEST,
                )
        if not typed["description"]:
            errors["description"] = request.env._("Write what happened.")
        if len(typed["place"]) > LONGEST_PLACE:
            errors["place"] = request.env._("Say the place in a few words.")
        if len(typed["sender"]) > LONGEST_NAME:
            errors["sender"] = request.env._("Write the name alone.")
        kind = self._read_type(page, typed, errors)
        asked = kind._asks()
        # what is not asked for is said to be empty: by default it happened just now
        values = {name: (name in asked and typed[name]) or False for name in ASKED}
        if values["occurred_on"]:
            values["occurred_on"] = self._read_day(page, typed, errors)
        return {
            **values,
            "description": typed["description"],
            "department_id": self._read_unit(page, typed, errors),
            "type_id": kind.id,
        }

    def _read_type(self, page, typed, errors):
        types = page._get_types()
        chosen = types.filtered(lambda kind: str(kind.id) == typed["type_id"])
        if typed["type_id"] and not chosen:
            errors["type_id"] = request.env._("Choose what it is from the list.")
        return chosen or types[:1]

    def _other_channels(self, page, typed):
        """Where it may belong instead, as far as it was not shown before sending."""
        channels = request.env["qms.channel"]._possible(page.company_id)
        found = channels._match(f"{typed['description']}\n{typed['correction']}")
        shown = typed["shown"].split(",")
        new = found.filtered(lambda channel: str(channel.id) not in shown)
        return found if new else new

    def _read_unit(self, page, typed, errors):
        units = page._get_units()
        if page.department_id:
            return units.id
        chosen = typed["department_id"]
        if chosen and chosen not in map(str, units.ids):
            errors["department_id"] = request.env._("Choose a unit from the list.")
        return bool(chosen and not errors.get("department_id")) and int(chosen)

    def _read_day(self, page, typed, errors):
        """Midnight of the day, at the company, in UTC."""
        if not typed["occurred_on"]:
            return False
        day = read_day(typed["occurred_on"])
        if not day:
            errors["occurred_on"] = request.env._(
                "Write the day as year-month-day, such as 2026-03-31."
            )
        elif day > page.company_id._qms_today():
            errors["occurred_on"] = request.env._("That day has not come yet.")
        if errors.get("occurred_on"):
            return False
        midnight = datetime.combine(day, time())
        zone = page.company_id._qms_timezone()
        return zone.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)

    def _respond_form(self, page, typed=None, errors=None, status=200, channels=()):
        typed = typed or {}
        shown = [str(channel.id) for channel in channels]
        types = page._get_types()
        return self._respond(
            "qms_deviation.public_report",
            status,
            page=page,
            units=page._get_units(),
            types=types,
            questions={name: types._asking(name) for name in ASKED},
            channels=[channel._prepare_panel() for channel in channels],
            shown=",".join(shown) or typed.get("shown", ""),
            had_files=bool(errors or channels),
            typed=typed,
            errors=errors or {},
            longest=LONGEST,
            today=page.company_id._qms_today().isoformat(),
            emergency=request.env["qms.emergency.number"]._told(page.company_id),
        )

    def _respond_thanks(self, page, code, again=False, named=False):
        return self._respond(
            "qms_deviation.public_thanks",
            page=page,
            code=show_code(code),
            again=again,
            named=named,
        )
