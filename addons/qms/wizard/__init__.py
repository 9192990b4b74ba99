from . import (
    about_person,
    decision_erase,
    erase_now,
    first_month,
    start_import,
    wheel_move,
)
