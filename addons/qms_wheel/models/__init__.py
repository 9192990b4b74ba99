from . import wheel_drawing
from . import wheel_occurrence
from . import ir_actions
from . import ir_ui_view
from . import wheel_year
