from . import (
    test_map,
    test_pack,
    test_pack_content,
    test_pack_download,
    test_pack_file,
    test_pack_kept,
    test_pack_mails,
    test_pack_release,
    test_pack_rows,
    test_pack_slices,
    test_roles,
    test_shipped,
)
