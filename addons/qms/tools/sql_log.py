import logging
import re

import psycopg2

# an error's message names values in other classes: what broke off, was refused or is
# no valid statement names places alone
NAMES_PLACES = ("08", "25", "40", "42", "53", "55", "57", "58")
# as psycopg2 writes a text into a statement
LITERAL = re.compile(r"'(?:[^']|'')*'")
LEFT_OUT = "'...'"


class WithoutTexts(logging.Filter):
    """Odoo logs a statement that failed, of two who collide the second's: a text that
    was erased since, or that nobody is to be known by, would stand in the log."""

    def filter(self, record):
        if record.msg == "bad query: %s\nERROR: %s" and record.args:
            query, error = record.args
            record.args = (without_texts(query), without_values(error))
        return True


def install():
    logger = logging.getLogger("odoo.sql_db")
    if not any(isinstance(known, WithoutTexts) for known in logger.filters):
        logger.addFilter(WithoutTexts())


def without_texts(query):
    """The statement with each text in it left out."""
    if isinstance(query, bytes):
        query = query.decode(errors="replace")
    query = LITERAL.sub(LEFT_OUT, str(query))
    # a text that does not end: nothing after it can be told apart
    head, mark, rest = query.replace(LEFT_OUT, "\0").partition("'")
    return head.replace("\0", LEFT_OUT) + (LEFT_OUT if mark and rest else "")


def without_values(error):
    """What went wrong and where. The error itself loses the row that was refused too:
    whoever logs it later would print that."""
    if not isinstance(error, psycopg2.Error) or not error.pgcode:
        return error
    diag = error.diag
    safe = error.pgcode[:2] in NAMES_PLACES
    places = (diag.table_name, diag.column_name, diag.constraint_name)
    said = [
        f"{type(error).__name__} ({error.pgcode})",
        *([diag.message_primary] if safe and diag.message_primary else []),
        *(place for place in places if place),
    ]
    message = ": ".join(said)
    error.args = (message, *error.args[1:])
    return message
