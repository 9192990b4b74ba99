from . import deviation, document, public_page
