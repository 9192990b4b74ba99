from . import download, seat
