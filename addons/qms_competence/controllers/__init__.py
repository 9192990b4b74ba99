from . import matrix
