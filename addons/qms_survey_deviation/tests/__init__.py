from . import test_after_case, test_browser, test_propose
