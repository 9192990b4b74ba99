from . import core_pages, page, paper
