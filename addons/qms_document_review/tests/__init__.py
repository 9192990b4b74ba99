from . import test_meeting_changes
