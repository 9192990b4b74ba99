from . import test_auditor_competence
