from . import (
    test_accessible,
    test_answers,
    test_campaign,
    test_index,
    test_invitation,
    test_page,
    test_people,
    test_results,
    test_roles,
)
