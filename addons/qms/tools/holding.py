"""The words in which a model says who answers for its records, person or unit."""

from typing import NamedTuple

from odoo.fields import Domain


class Holding(NamedTuple):
    """One way to answer for records of a model.

    :ivar field: the field of the record that names the person or the unit
    :ivar open: which records still ask for it; all others keep the name they have
    :ivar manager_only: handed on by a quality manager alone
    :ivar ends: personal; it ends with the person and goes to nobody
    """

    field: str
    open: Domain = Domain.TRUE
    manager_only: bool = False
    ends: bool = False
