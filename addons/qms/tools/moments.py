"""Day and time in words."""

import babel.dates

from odoo import fields
from odoo.tools.misc import babel_locale_parse, get_lang, posix_to_ldml


def format_moment(env, value):
    """``value``, in UTC, as its reader writes day and time, without seconds.

    As Odoo's widget does it, but for the language, which is not read once more.
    """
    lang = get_lang(env)
    locale = babel_locale_parse(lang.code)
    pattern = posix_to_ldml(f"{lang.date_format} {lang.time_format}", locale=locale)
    moment = fields.Datetime.context_timestamp(env["res.users"], value)
    return babel.dates.format_datetime(
        moment, pattern.replace(":ss", "").replace(":s", ""), locale=locale
    )
