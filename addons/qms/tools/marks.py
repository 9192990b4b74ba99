"""Marks for a context that only Python can set: RPC sends JSON, never these objects."""

from typing import NamedTuple

# an activity is made or cleared by the duty it shows
MIRRORING = object()
# a change of people is under way and will be followed up by whoever began it
WATCHING = object()
# people go to another unit by a change of units, which moves what is theirs
CHANGING_UNITS = object()
# what was brought in by mistake is removed again by whatever brought it in
REMOVING = object()


class Notes(list):
    """Values of messages, gathered to be written at once."""


class FollowUp(NamedTuple):
    """An action is made as the answer to a question of the quality group.

    ``question`` is the ``qms.question``; ``company`` the ``res.company`` it is done in,
    where the group sits over several.
    """

    question: object
    company: object = None


class WheelDone(NamedTuple):
    """A record that the year wheel made has come to its end.

    ``record`` is that record; its own transition was checked.
    """

    record: object
