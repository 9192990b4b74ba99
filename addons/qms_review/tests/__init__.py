from . import test_group
from . import test_meeting
from . import test_meeting_mail
from . import test_meeting_point
from . import test_meeting_wheel
from . import test_roles_meeting
from . import test_terms
