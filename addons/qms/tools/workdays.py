"""Days on which a country's offices are closed.

``holidays`` knows the public holidays. Days that are no holidays by law but on which
municipal offices are customarily closed are listed here: agreed days off in Denmark and
Norway; in Sweden the eves that its law on the reckoning of time limits (1930:173)
treats as Sundays.
"""

import datetime
from functools import lru_cache

import holidays

SATURDAY = 5

CUSTOMARY = {
    "DK": ((6, 5), (12, 24), (12, 31)),
    "NO": ((12, 24), (12, 31)),
    "SE": ((12, 24), (12, 31)),
}


@lru_cache(maxsize=512)
def public_holidays(country_code, year):
    """The public holidays of ``year``; none where the country is unknown.

    :rtype: frozenset[datetime.date]
    """
    try:
        if country_code == "SE":
            # every Sunday is one by Swedish law; to us a weekend alone is none
            return frozenset(holidays.SE(years=year, include_sundays=False))
        return frozenset(holidays.country_holidays(country_code, years=year))
    except NotImplementedError:
        return frozenset()


@lru_cache(maxsize=512)
def customary_days(country_code, year):
    """The customary closing days of ``year`` that are no public holidays.

    :rtype: frozenset[datetime.date]
    """
    days = {datetime.date(year, *day) for day in CUSTOMARY.get(country_code, ())}
    if country_code == "SE":
        days.add(_midsummer_eve(year))
    return frozenset(days)


def _midsummer_eve(year):
    """The Friday from 19 to 25 June."""
    earliest = datetime.date(year, 6, 19)
    return earliest + datetime.timedelta(days=(4 - earliest.weekday()) % 7)
