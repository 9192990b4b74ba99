from . import test_finding_changes
