from . import law_update
