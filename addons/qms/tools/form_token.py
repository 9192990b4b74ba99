"""The name of one sheet of a form, signed: it was made here, and is sent once."""

import hmac
import secrets

# of the random part
LENGTH = 22


def make_form_token(secret):
    """A random name for one sheet of a form, signed so that it was made here."""
    name = secrets.token_urlsafe(LENGTH)
    return f"{name}.{_sign(secret, name)}"


def is_form_token(secret, token):
    name, _dot, signature = (token or "").partition(".")
    if not name or not token.isascii():
        return False
    return hmac.compare_digest(signature, _sign(secret, name))


def _sign(secret, name):
    return hmac.digest(secret.encode(), b"form:" + name.encode(), "sha256").hex()
