from . import demo_flows
from . import demo_cases
