"""The receipt code: what an anonymous reporter knows, and nobody else."""

import hashlib
import hmac

# without letters and digits that are mistaken for one another: 0 O, 1 I L, U V
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# 16 of 30 characters: 78 bits
LENGTH = 16
GROUP = 4


def code_of_form(secret, token):
    """The code that belongs to what is sent on this sheet.

    The same sheet sent twice gets the same code, though only its hash is stored: who
    presses twice sees the code all the same.
    """
    digest = hmac.digest(secret.encode(), b"receipt:" + token.encode(), "sha256")
    number, letters = int.from_bytes(digest, "big"), []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def show_code(code):
    """In groups of four, for reading aloud and writing down."""
    groups = [code[place : place + GROUP] for place in range(0, LENGTH, GROUP)]
    return "-".join(groups)


def read_code(typed):
    """What was typed as a code, without spaces and hyphens, in capitals."""
    return "".join(char for char in (typed or "").upper() if char in ALPHABET)[:64]


def hash_code(code):
    return hashlib.sha256(b"qms receipt " + code.encode()).hexdigest()
