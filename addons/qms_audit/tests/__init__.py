from . import (
    test_audit_flow,
    test_invitation_answer,
    test_invitation_calendar,
    test_invitation_file,
    test_invitation_language,
    test_invitation_mail,
    test_invitation_reminder,
    test_invitation_reply,
    test_invitation_roles,
    test_invitation_statements,
)
