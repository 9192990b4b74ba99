"""A catalogue of courses as CSV: a row for each time a course is held."""

from typing import NamedTuple

from .csv_table import UnreadableRegister, cell_text, read_table

# as catalogues' own exports call them, and as we would
COLUMNS = {
    "name": ("name", "course", "title"),
    "area": ("area", "category"),
    "for_whom": ("for_whom", "for whom", "for_role", "audience"),
    "provider": ("provider", "held by"),
    "duration": ("duration", "hours"),
    "description": ("description", "what it is about"),
}
NEEDED = ("name",)
MOST_ROWS = 20_000
LONGEST = 10_000


class Catalogue(NamedTuple):
    """``courses`` as values, ``repeats``: rows that were more of the same, ``empty``:
    lines without a name."""

    courses: list
    repeats: int
    empty: list


def read_catalogue(content):
    """Each course once, of one name and area; what repeats adds for whom it is.

    :raise UnreadableRegister: with the columns that are missing, or what is wrong
    """
    rows = read_table(content, COLUMNS, NEEDED)
    if len(rows) > MOST_ROWS:
        raise UnreadableRegister(f"> {MOST_ROWS}")
    courses, empty = {}, []
    for line, value_of in rows:
        values = {field: cell_text(value_of(field), LONGEST) for field in COLUMNS}
        if not values["name"]:
            empty.append(line)
            continue
        key = values["name"].casefold(), values["area"].casefold()
        if key in courses:
            _add(courses[key], values)
        else:
            courses[key] = values
    repeats = len(rows) - len(empty) - len(courses)
    return Catalogue(list(courses.values()), repeats, empty)


def _add(course, values):
    for field in COLUMNS:
        course[field] = course[field] or values[field]
    people = [*_people(course), *_people(values)]
    course["for_whom"] = "; ".join(dict.fromkeys(people))


def _people(values):
    return [each.strip() for each in values["for_whom"].split(";") if each.strip()]
