from . import address
