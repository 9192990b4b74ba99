"""What of a demo case is told in words; the rest are names, numbers and dates."""

TEXTS = frozenset(
    {
        "address",
        "answer",
        "cause",
        "change",
        "contact",
        "cost",
        "criterion",
        "done",
        "effects",
        "enough",
        "place",
        "praise",
        "reason",
        "reply",
        "result",
        "similar",
        "summary",
        "verdict",
        "what",
        "words",
    }
)


def told(part, say):
    """The same part of a story with each text put as ``say`` puts it."""
    if isinstance(part, list):
        return [told(item, say) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: say(value) if key in TEXTS and value else told(value, say)
        for key, value in part.items()
    }
