"""Months and the periods they make up."""

from dateutil.relativedelta import relativedelta

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def first(day):
    """The first day of the month."""
    return day.replace(day=1)


def add(month, count):
    return month + relativedelta(months=count)


def span(since, until):
    """The first days of all months from one to the other, both included."""
    months, month = [], first(since)
    while month <= until:
        months.append(month)
        month = add(month, 1)
    return months


def period_of(month, period):
    """The first month of the period it lies in."""
    length = LENGTHS[period]
    return month.replace(month=(month.month - 1) // length * length + 1)


def period_name(month, period):
    """Short, and the same in every language: 2026-03, 2026-2 of 4, 2026."""
    length = LENGTHS[period]
    if length == 1:
        return f"{month:%Y-%m}"
    if length == 12:
        return f"{month:%Y}"
    return f"{month:%Y}/{(month.month - 1) // length + 1}"
