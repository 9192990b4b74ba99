from . import anonymous, receipt, unit
