"""What of a demo document is told in words; the rest are names, numbers and days."""

TEXTS = frozenset(
    {
        "change",
        "file",
        "file_text",
        "name",
        "reason",
        "remark",
        "steps",
        "text",
        "text_before",
    }
)
