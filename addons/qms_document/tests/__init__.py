from . import (
    test_approval,
    test_document_filed,
    test_document_found,
    test_document_indicators,
    test_document_improved,
    test_document_reading,
    test_document_register,
    test_document_roles,
    test_document_statements,
    test_document,
    test_version,
)
