from . import linked, masked, numbered, record
