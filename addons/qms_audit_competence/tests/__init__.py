from . import test_auditor_competence, test_given_work
