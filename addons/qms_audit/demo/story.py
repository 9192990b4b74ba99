"""What of a demo audit is told in words; the rest are names, numbers and days."""

TEXTS = frozenset(
    {
        "basis",
        "because",
        "body",
        "changes",
        "conclusion",
        "effective_because",
        "methods",
        "note",
        "objective",
        "place",
        "reason",
        "responsibilities",
        "risks",
        "sample",
        "scope",
        "statement",
        "strengths",
        "suitable_because",
        "what",
        "who",
    }
)
