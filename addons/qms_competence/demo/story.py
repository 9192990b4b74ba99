"""What of the competence demo is told in words; the rest are names and days."""

TEXTS = frozenset(
    {
        "area",
        "description",
        "for_whom",
        "keywords",
        "level",
        "line",
        "name",
        "needs",
        "note",
        "provider",
        "rules",
        "source",
        "summary",
        "task",
        "text",
        "words",
    }
)
