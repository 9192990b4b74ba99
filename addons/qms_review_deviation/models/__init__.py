from . import deviation
from . import process_risk_sheet
from . import process_risk
from . import risk
