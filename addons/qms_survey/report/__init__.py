from . import paper_form
