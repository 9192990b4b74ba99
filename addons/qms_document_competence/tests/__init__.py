from . import test_external_procedures, test_law_changes
