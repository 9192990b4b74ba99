from . import (
    test_audit_flow,
    test_invitation_answer,
    test_invitation_calendar,
    test_invitation_mail,
    test_invitation_reminder,
    test_invitation_reply,
)
