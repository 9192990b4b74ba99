from . import attachment, personal_link
