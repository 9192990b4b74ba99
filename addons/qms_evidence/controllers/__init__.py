from . import download, paper, seat
