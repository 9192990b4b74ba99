from . import demo_context
from . import demo_meeting
from . import demo_reviews
