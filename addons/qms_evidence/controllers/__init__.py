from . import download, paper
