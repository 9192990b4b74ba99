from . import test_leave, test_leave_reason
