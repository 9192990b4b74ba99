from . import test_after_case, test_propose
