from . import (
    about_person,
    deviation_follow_up,
    deviation_handover,
    deviation_lower,
    deviation_merge,
    deviation_settle,
    deviation_sort,
    deviation_split,
    deviation_together,
    report_ask,
)
