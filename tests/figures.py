"""Figures of a database, counted once more from the lists they open."""

import calendar
from datetime import date

READERS = (
    "quality_manager",
    "director",
    "leader",
    "nurse",
    "team",
    "insight",
    "housing",
    "energy",
)
LANGUAGES = ("en_US", "da_DK", "nb_NO", "sv_SE")


def forget(name):
    """Nothing of this database is held any more."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    Registry.delete(name)
    close_db(name)


def readers(env):
    """The demo's user of each role and company, the languages in turn."""
    for number, name in enumerate(READERS):
        yield env.ref(f"qms.demo_user_{name}"), LANGUAGES[number % len(LANGUAGES)]


def opened(indicator, company, since, until):
    """The records that whoever reads the figure finds when he opens it."""
    window = indicator.action_open_records(company.id, str(since), str(until))
    model = indicator.env[window["res_model"]].with_context(**window["context"])
    if not model.has_access("read"):
        return None
    return model.search(window["domain"])


def counted(indicator, records):
    """What the figure has to be, worked out record by record."""
    if records is None:
        return None
    if indicator.source == "typed":
        # how months are added up is a rule of its own, tested apart
        return records[-1].value if len(records) == 1 else ...
    if indicator.source == "kept":
        return kept(indicator, records.sorted("month"))
    if indicator.aggregate in ("count", "open"):
        return len(records)
    if indicator.aggregate == "share":
        part = indicator._literal(indicator.part_domain)
        part = records.search([("id", "in", records.ids), *part])
        return round(100 * len(part) / len(records), 4) if records else None
    values = [record[indicator.value_field] for record in records]
    if indicator.aggregate == "sum":
        return round(sum(values), 4) if values else None
    return round(sum(values) / len(values), 4) if values else None


def kept(indicator, rows):
    """What was kept of each month: of open ones the last month says how many."""
    if not rows:
        return None
    if indicator.aggregate == "open":
        return rows[-1].amount
    amount, count = sum(rows.mapped("amount")), sum(rows.mapped("count"))
    if indicator.aggregate == "share":
        return round(100 * amount / count, 4) if count else None
    return amount


def differences(indicators, companies, since, until):
    """Figures that are not what their list says, and how many were looked at."""
    wrong, told = [], 0
    for figure in indicators._read_figures(companies, since, until):
        indicator, company = figure["indicator"], figure["company"]
        records = opened(indicator, company, since, until)
        wanted = counted(indicator, records)
        if wanted is ...:
            continue
        told += bool(wanted)
        if figure["value"] != wanted:
            wrong.append((indicator.code, company.name, figure["value"], wanted))
    return wrong, told


def of_review(shown):
    """The same of the figures of a review, with the values in their order."""
    review = shown.review_id
    period = review.company_id, review.date_from, review.date_to
    wrong, values = [], []
    for figure in shown:
        values.append(figure.value)
        wanted = counted(figure.indicator_id, opened(figure.indicator_id, *period))
        window = figure.action_open_records()
        assert window["domain"] == list(figure.indicator_id._records_domain(*period)), (
            figure.name
        )
        if wanted is not ... and figure.value != (wanted or 0):
            wrong.append((figure.indicator_id.code, figure.value, wanted))
    return wrong, values


def stored(env):
    """All figures that were counted and stored, and when each was written."""
    env.flush_all()
    env.invalidate_all()
    rows = env["qms.indicator.value"].search([("indicator_id.source", "=", "records")])
    return {
        (row.indicator_id, row.company_id, row.department_id, row.month): (
            row.amount,
            row.count,
            row.value,
            row.is_small,
            row.write_date,
        )
        for row in rows
    }


def against_live(indicators, rows):
    """Stored figures of whole companies that are not what is read live.

    What is hidden from somebody is counted live by whoever may read it, and not stored.
    """
    from odoo.fields import Domain

    wrong, told = [], 0
    for (indicator, company, unit, month), row in rows.items():
        if unit:
            continue
        until = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        [figure] = indicators.browse(indicator.id)._read_figures(company, month, until)
        model = indicators.env[indicator.res_model]
        hidden = Domain(figure["domain"]) & ~model._qms_figures_domain()
        if model.search_count(hidden, limit=1):
            continue
        told += 1
        if round(figure["value"] or 0, 4) != round(row[2], 4):
            wrong.append((indicator.code, company.name, month, row[2], figure["value"]))
    return wrong, told


def this_year():
    today = date.today()
    return date(today.year, 1, 1), date(today.year, 12, 31)
