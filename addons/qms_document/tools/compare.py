"""What changed from one text to the next, word by word."""

import re
from difflib import SequenceMatcher

# beyond so many words only paragraphs are compared
WORDS = 20_000
PARTS = {"words": re.compile(r"\s+|\S+"), "lines": re.compile(r"[^\n]*\n|[^\n]+")}


def compare(old, new):
    """Pairs of kind ('same', 'removed', 'added') and text, in reading order."""
    long = len(old.split()) + len(new.split()) > WORDS
    parts = PARTS["lines" if long else "words"]
    before, after = parts.findall(old), parts.findall(new)
    pieces = []
    matcher = SequenceMatcher(None, before, after, autojunk=long)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[i:j])))
            continue
        pieces.append(("removed", "".join(before[i:j])))
        pieces.append(("added", "".join(after[k:m])))
    return [(kind, text) for kind, text in pieces if text]


def shorten(pieces, around=120):
    """Long passages that stay the same are cut, so that one sees the changes."""
    result = []
    for kind, text in pieces:
        if kind == "same" and len(text) > 2 * around:
            text = f"{text[:around]} … {text[-around:]}"
        result.append((kind, text))
    return result
