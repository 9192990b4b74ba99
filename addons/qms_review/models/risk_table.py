from odoo.addons.qms.tools.lifecycle import Transition

STATES = [
    ("draft", "Described"),
    ("assessed", "Assessed"),
    ("treatment", "Being treated"),
    ("controlled", "Under control"),
    ("accepted", "Accepted"),
    ("closed", "Ended"),
]
CLOSED = ("closed",)
# nobody judges anew here, as it was decided on
SETTLED = ("controlled", "accepted")
WEIGHED = ("name", "cause", "effect", "benefit", "how_met")
JUDGED = ("consequence", "likelihood", "consequence_after", "likelihood_after")
RISK = ("risk",)

# name        from                              to            who may           needs
TABLE = (
    Transition(
        "assess", ("draft",), "assessed", "_mandate_own", ("_missing_assessment",)
    ),
    Transition(
        "treat", ("assessed",), "treatment", "_mandate_own", ("_missing_measures",)
    ),
    Transition(
        "judge",
        ("treatment",),
        "controlled",
        "_mandate_judge",
        ("_missing_effect",),
        reason=True,
    ),
    Transition("deny", ("treatment",), "assessed", "_mandate_judge", reason=True),
    Transition(
        "accept",
        ("assessed", "treatment"),
        "accepted",
        "_mandate_judge",
        reason=True,
        flows=RISK,
    ),
    Transition("confirm", SETTLED, None, "_mandate_own"),
    Transition("reassess", SETTLED, "assessed", "_mandate_own", reason=True),
    Transition(
        "end",
        ("draft", "assessed", "treatment", "controlled", "accepted"),
        "closed",
        "_mandate_own",
        ("_missing_end",),
        reason=True,
    ),
    Transition("reopen", ("closed",), "assessed", "_mandate_own", reason=True),
)
