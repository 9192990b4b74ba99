from . import (
    guard,
    dms_storage,
    dms_access_group,
    dms_directory,
    dms_file,
    tree,
    outlet,
    hr_department,
    qms_process,
    res_company,
)
