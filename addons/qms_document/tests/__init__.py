from . import (
    test_approval,
    test_document,
    test_version,
)
