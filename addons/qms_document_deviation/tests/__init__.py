from . import test_case_changes, test_triage_changes, test_unit_documents
