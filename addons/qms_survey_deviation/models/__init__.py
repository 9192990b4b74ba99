from . import campaign
from . import deviation
from . import deviation_type
from . import sender
from . import suggestion
