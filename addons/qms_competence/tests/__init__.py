from . import (
    test_confirming,
    test_competence_roles,
    test_core_job,
    test_readers,
)
