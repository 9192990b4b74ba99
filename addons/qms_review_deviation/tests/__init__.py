from . import test_case_risk
from . import test_process_risk
