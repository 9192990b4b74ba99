from . import meeting_follow_up
from . import meeting_move
