"""The life of a case, one table per flow: the way a type of case goes."""

from odoo.addons.qms.tools.lifecycle import Transition

FLOWS = [
    ("deviation", "Deviation"),
    ("proposal", "Proposal"),
    ("complaint", "Opinion or complaint"),
    ("praise", "Praise"),
]
STATES = [
    ("reported", "Reported"),
    ("analysis", "Analysis"),
    ("treatment", "Treatment"),
    ("verification", "Effect verification"),
    ("accepted", "Accepted"),
    ("later", "Later"),
    ("acknowledged", "Receipt sent"),
    ("closed", "Closed"),
    ("declined", "Declined"),
    ("dismissed", "Dismissed"),
    ("handed_over", "Handed over"),
]
OPEN = (
    "reported",
    "analysis",
    "treatment",
    "verification",
    "accepted",
    "later",
    "acknowledged",
)
ENDED = ("closed", "declined", "dismissed")
CLOSED = (*ENDED, "handed_over")
# the states that a case of each flow may stand in
FLOW_STATES = {
    "deviation": ("reported", *OPEN[1:4], "closed", "dismissed"),
    "proposal": ("reported", "accepted", "later", *ENDED),
    "complaint": ("reported", "acknowledged", "closed", "dismissed"),
    "praise": ("reported", "closed", "dismissed"),
}
READER = "_mandate_first_reader"

DEVIATION = (
    Transition(
        "analyse",
        ("reported",),
        "analysis",
        READER,
        ("_missing_first_reading",),
        flows=("deviation",),
    ),
    Transition(
        "settle",
        ("reported",),
        "closed",
        READER,
        ("_missing_short_way",),
        flows=("deviation",),
    ),
    Transition("treat", ("analysis",), "treatment", needs=("_missing_analysis",)),
    Transition("verify", ("treatment",), "verification", needs=("_missing_treatment",)),
    Transition(
        "close",
        ("verification",),
        "closed",
        "_mandate_close",
        ("_missing_everything",),
    ),
    Transition(
        "lower",
        ("analysis", "treatment", "verification"),
        None,
        "_mandate_lower",
        reason=True,
    ),
    Transition("reanalyse", ("treatment", "verification"), "analysis", reason=True),
    Transition(
        "reopen",
        ("closed", "dismissed"),
        "analysis",
        READER,
        reason=True,
        flows=("deviation",),
    ),
)
# what is asked for on the way forward is that of the first step with needs
PROPOSAL = (
    Transition("finish", ("accepted",), "closed", READER, ("_missing_treatment",)),
    Transition(
        "decline",
        ("reported", "accepted", "later"),
        "declined",
        READER,
        ("_missing_treatment",),
        reason=True,
        flows=("proposal",),
    ),
    Transition(
        "accept", ("reported", "later"), "accepted", READER, flows=("proposal",)
    ),
    Transition(
        "postpone",
        ("reported", "accepted"),
        "later",
        READER,
        ("_missing_date_again",),
        flows=("proposal",),
    ),
)
COMPLAINT = (
    Transition(
        "acknowledge", ("reported",), "acknowledged", READER, flows=("complaint",)
    ),
    Transition(
        "answer",
        ("reported", "acknowledged"),
        "closed",
        READER,
        ("_missing_answer", "_missing_treatment"),
        flows=("complaint",),
    ),
    Transition(
        "dissatisfied",
        ("closed",),
        None,
        "_mandate_dissatisfied",
        reason=True,
        flows=("complaint",),
    ),
)
PRAISE = (
    Transition(
        "pass_on",
        ("reported",),
        "closed",
        READER,
        ("_missing_pass_on", "_missing_treatment"),
        flows=("praise",),
    ),
)
EVERY = (
    Transition(
        "take_up",
        ENDED,
        "reported",
        READER,
        reason=True,
        flows=("proposal", "complaint", "praise"),
    ),
    Transition(
        "dismiss",
        ("reported", "analysis", "later", "acknowledged"),
        "dismissed",
        "_mandate_dismiss",
        reason=True,
    ),
    Transition("release", (*OPEN, "closed", "declined"), None, "_mandate_release"),
    Transition(
        "restrict",
        (*OPEN, "closed", "declined"),
        None,
        "_mandate_restrict",
        reason=True,
    ),
    Transition(
        "open_because",
        (*OPEN, *ENDED),
        None,
        "_mandate_open_because",
        reason=True,
        blind=True,
    ),
)
SORTING = (
    Transition("assign", OPEN, None, READER),
    Transition("change_type", OPEN, None, READER, reason=True),
    # to a type that goes another way: read first once more
    Transition(
        "change_flow",
        OPEN,
        "reported",
        READER,
        ("_missing_open_actions",),
        reason=True,
    ),
    Transition("split", OPEN, None, READER),
    Transition("send_on", OPEN, None, READER, reason=True),
    # to another company: its own number, and confidential until read there
    Transition("transfer", OPEN, None, READER, ("_missing_open_actions",), reason=True),
    Transition("absorb", OPEN, None, READER, reason=True),
    Transition(
        "merge", OPEN, "dismissed", READER, ("_missing_open_actions",), reason=True
    ),
    Transition(
        "erase_sender", (*OPEN, *ENDED), None, "_mandate_erase_sender", reason=True
    ),
)
# what belongs to another channel, until that has confirmed it
ELSEWHERE = (
    Transition(
        "hand_over",
        tuple(state for state in OPEN if state != "verification"),
        "handed_over",
        READER,
        ("_missing_handover",),
    ),
    Transition(
        "confirm_handover",
        ("handed_over",),
        None,
        "_mandate_confirm_handover",
        blind=True,
    ),
    Transition(
        "take_back", ("handed_over",), "reported", "_mandate_take_back", reason=True
    ),
)
TABLE = (
    *DEVIATION,
    *PROPOSAL,
    *COMPLAINT,
    *PRAISE,
    *EVERY,
    *SORTING,
    *ELSEWHERE,
)
