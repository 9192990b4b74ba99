from . import duty
from . import evaluation
from . import programme
from . import project
