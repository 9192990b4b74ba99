import logging
import traceback
from contextlib import nullcontext

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


def apart(records, work, writes=True):
    """Do ``work`` on all of ``records``; one that resists stops no other.

    What fails together is done one by one, and the one that fails is named in the log:
    where and with what kind of error, not its message, which may quote a text.
    What only reads needs no savepoint. A meeting with another transaction is no fault
    of a record: it is raised.

    :return: those on which it was done
    """
    if not records:
        return records
    try:
        with records.env.cr.savepoint() if writes else nullcontext():
            work(records)
    except OperationalError:
        raise
    except Exception as error:
        if len(records) > 1:
            return records.browse().union(
                *(apart(one, work, writes) for one in records)
            )
        trace = "".join(traceback.format_tb(error.__traceback__))
        kind = type(error).__name__
        _logger.error("%s is passed over: %s\n%s", records, kind, trace)
        return records.browse()
    return records
