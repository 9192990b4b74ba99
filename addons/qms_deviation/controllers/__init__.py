from . import anonymous, receipt, unit, unit_read
