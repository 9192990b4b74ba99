"""A value of a pack's sheet as words of a page."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from odoo.tools.misc import babel_locale_parse


def words_of(env, value, kind):
    """``value`` as the reader's language writes it."""
    locale = babel_locale_parse(env.lang)
    if value is None:
        return ""
    if kind == "boolean":
        return env._("Yes") if value else env._("No")
    if kind == "date":
        return format_date(date.fromisoformat(value), "medium", locale)
    if kind == "datetime":
        moment = datetime.fromisoformat(value)
        return format_datetime(moment, "medium", locale=locale)
    if kind in ("integer", "number"):
        return format_decimal(value, locale=locale)
    return str(value)
