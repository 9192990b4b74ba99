"""The life of a version."""

from odoo.addons.qms.tools.lifecycle import Transition

STATES = [
    ("draft", "Draft"),
    ("submitted", "To be approved"),
    ("approved", "Approved"),
    ("valid", "Valid"),
    ("withdrawn", "Withdrawn"),
    ("discarded", "Discarded"),
]
OPEN = ("draft", "submitted")
TRANSITIONS = (
    Transition(
        "submit",
        ("draft",),
        "submitted",
        "_mandate_write",
        (
            "_missing_text",
            "_missing_files",
            "_missing_pictures",
            "_missing_links",
            "_missing_change",
            "_missing_approver",
        ),
    ),
    Transition("endorse", ("submitted",), None, "_mandate_endorse"),
    Transition(
        "approve",
        ("submitted",),
        "approved",
        "_mandate_approve",
        ("_missing_pictures", "_missing_links"),
    ),
    Transition("refuse", ("submitted",), "draft", "_mandate_decide", reason=True),
    Transition("take_back", ("submitted",), "draft", "_mandate_write"),
    Transition("discard", ("draft",), "discarded", "_mandate_write", reason=True),
    Transition("confirm", ("valid",), None, "_mandate_confirm"),
    Transition(
        "withdraw", ("approved", "valid"), "withdrawn", "_mandate_withdraw", reason=True
    ),
)
# its day has come, or that of the next one
BY_ITSELF = (
    ("approved", "valid"),
    ("approved", "withdrawn"),
    ("valid", "withdrawn"),
)
