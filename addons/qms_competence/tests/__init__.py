from . import (
    test_competence_figures,
    test_competence_roles,
    test_confirming,
    test_core_job,
    test_judging,
    test_law,
    test_law_roles,
    test_matrix,
    test_matrix_file,
    test_readers,
    test_requirement,
)
