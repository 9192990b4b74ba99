from . import test_bridge_roles
from . import test_case_risk
from . import test_process_risk
from . import test_risk_statements
