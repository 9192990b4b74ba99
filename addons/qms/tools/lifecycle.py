"""The words in which a quality record declares its life."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Transition:
    """One row of a lifecycle table.

    :ivar name: the verb; ``action_<name>`` is its public method
    :ivar source: the states it may start from
    :ivar target: the state it ends in, ``None`` when it stays where it is
    :ivar by: method of the record that returns the current user's
        :class:`Mandate`, or ``None`` when he may not
    :ivar needs: methods of the record, each returning the list of what is missing
    :ivar reason: a written reason belongs to it
    :ivar blind: may be taken by someone who cannot read the record (yet)
    :ivar offered: has a button of its own on the form, for who may take it
    :ivar flows: the flows it belongs to, as ``_lifecycle_flow`` names them; none: all
    """

    name: str
    source: tuple
    target: str | None
    by: str = "_mandate_handle"
    needs: tuple = ()
    reason: bool = False
    blind: bool = False
    offered: bool = True
    flows: tuple = ()

    def starts_from(self, state, flow=None):
        """Whether a record in ``state``, that goes the way of ``flow``, may take it."""
        return state in self.source and (not self.flows or flow in self.flows)


class Point(str):
    """What is missing, and the name of the field or tab where one gives it."""

    __slots__ = ("place",)

    def __new__(cls, text, place):
        point = super().__new__(cls, text)
        point.place = place
        return point


class Mandate(NamedTuple):
    """In what capacity somebody decides, and for whom he stands in.

    ``role`` is one of the keys of ``qms.decision.role``; ``behalf_of`` the id of
    the ``res.users`` he is the deputy of, or ``False``.
    """

    role: str
    behalf_of: int | bool = False
