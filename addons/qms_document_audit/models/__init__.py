from . import audit_finding
