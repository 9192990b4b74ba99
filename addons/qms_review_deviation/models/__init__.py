from . import deviation
from . import process_risk
from . import process_risk_sheet
from . import risk
