from . import test_law_changes
