from . import test_audit_flow, test_invitation_mail
