"""Marks for a context that only Python can set: RPC sends JSON, never these objects."""

# an event of the calendar is made to show what its audit says
SHOWING = object()
# who is invited is being brought in line with an audit, and told so
TELLING = object()
