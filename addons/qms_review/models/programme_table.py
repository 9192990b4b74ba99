from odoo.addons.qms.tools.lifecycle import Transition

STATES = [
    ("draft", "Planned"),
    ("running", "Running"),
    ("closed", "Evaluated"),
    ("stopped", "Stopped"),
]
EFFECTS = [
    ("yes", "As promised"),
    ("partly", "In part"),
    ("no", "No effect"),
]
# what still changes while it runs: how it goes and what came of it
RUNNING = (
    "child_ids",
    "effect",
    "evaluation",
    "leader_id",
    "learnt",
    "measure_ids",
    "project_user_ids",
    "status_note",
    "steering_user_ids",
)
TABLE = (
    Transition("start", ("draft",), "running", "_mandate_steer", ("_missing_plan",)),
    Transition(
        "close", ("running",), "closed", "_mandate_steer", ("_missing_evaluation",)
    ),
    Transition("change", ("running",), "draft", "_mandate_lead", reason=True),
    Transition(
        "stop",
        ("draft", "running"),
        "stopped",
        "_mandate_steer",
        ("_missing_end",),
        reason=True,
    ),
    Transition("reopen", ("closed", "stopped"), "draft", "_mandate_steer", reason=True),
)
