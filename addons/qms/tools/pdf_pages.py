"""Whether the pages of a PDF can be read by whoever opens it."""

from odoo.tools.pdf import PdfReader


class UnusablePdf(ValueError):
    """Why not: 'broken', 'protected' by a password, or 'long'."""


def open_pdf(stream, most=None):
    """The pages of the PDF in ``stream``, at most ``most``.

    :raise UnusablePdf: they cannot be read
    """
    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted:
            raise UnusablePdf("protected")
        pages = list(reader.pages) if _fits(reader, most) else None
    except UnusablePdf:
        raise
    except Exception as error:  # damaged files fail in every way there is
        raise UnusablePdf("broken") from error
    if pages is None:
        raise UnusablePdf("long")
    if not pages:
        raise UnusablePdf("broken")
    return pages


def _fits(reader, most):
    return most is None or len(reader.pages) <= most
