from . import linked, made, masked, numbered, record
