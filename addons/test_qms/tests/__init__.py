from . import (
    test_accessible,
    test_conformance,
    test_conformance_files,
    test_conformance_views,
    test_mask_thread,
    test_masking,
    test_number,
    test_personal_link,
    test_record,
    test_unmeasured,
    test_wheel_target,
)
