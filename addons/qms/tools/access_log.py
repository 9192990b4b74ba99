import logging
import re

# /qms/link/..., /qms/survey/..., /qms/unit/...: the part that is as long as a key
KEY = re.compile(r"(/qms/[\w-]+/)[^/?#\s\"]{12,}")
MASKED = "***"
# who writes addresses down: the access log, and what fails before a page is found
LOGGERS = ("werkzeug", "odoo.http")


class WithoutKeys(logging.Filter):
    """Whoever reads a log reads no key: it is the proof of who its holder is, and
    beside its minute it would tell when he was there."""

    def filter(self, record):
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            # whoever prints it says what is wrong with it
            return True
        if (masked := without_keys(text)) != text:
            record.msg, record.args = masked, ()
        return True


def install():
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutKeys) for known in logger.filters):
            logger.addFilter(WithoutKeys())


def without_keys(text):
    """What was logged, with each key of an address of ours left out."""
    return KEY.sub(rf"\1{MASKED}", text)
