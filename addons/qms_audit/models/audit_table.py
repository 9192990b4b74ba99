"""The words of an audit: its states, steps, kinds, roles and grades (ISO 19011)."""

from odoo.addons.qms.tools.lifecycle import Transition

STATES = [
    ("planned", "Planned"),
    ("scheduled", "Scheduled"),
    ("running", "Running"),
    ("reporting", "Report being written"),
    ("reported", "Report sent"),
    ("follow_up", "Follow-up"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
CLOSED = ("closed", "cancelled")
# what the audited unit gets to read
RELEASED = ("reported", "follow_up", "closed")
# when findings may be noted and worded
FINDING_STATES = ("running", "reporting")
# when the list of questions may change
CHECKLIST_STATES = ("planned", "scheduled", "running")

KINDS = [
    ("internal", "Internal audit"),
    ("certification", "Certification body"),
    ("authority", "Supervision by an authority"),
    ("other", "Audit by others"),
]
METHODS = [
    ("on_site", "On site"),
    ("remote", "Remote"),
    ("mixed", "Partly remote"),
    ("documents", "Documents only"),
]
ROLES = [
    ("lead", "Lead auditor"),
    ("auditor", "Auditor"),
    ("expert", "Technical expert"),
    ("trainee", "Auditor in training"),
    ("observer", "Observer"),
]
# who asks and judges: they need the competence
AUDITING = ("lead", "auditor")
# who writes down what was seen
WRITING = ("lead", "auditor", "expert", "trainee")
# who must be impartial; observers look on
IMPARTIAL = WRITING

ANSWERS = [
    ("conform", "Conform"),
    ("good", "Good practice"),
    ("opportunity", "Opportunity for improvement"),
    ("observation", "Observation"),
    ("minor", "Minor nonconformity"),
    ("major", "Major nonconformity"),
    ("na", "Not applicable"),
]
GRADES = [pair for pair in ANSWERS if pair[0] not in ("conform", "na")]
# findings that become deviations
NONCONFORMITIES = ("minor", "major")
# findings that may become improvement proposals
IMPROVABLE = ("opportunity", "observation")

VERDICTS = [("yes", "Yes"), ("partly", "In part"), ("no", "No")]

OWN = ("own",)
OTHERS = ("others",)
PLANNER = "_mandate_plan"
LEAD = "_mandate_lead"
SETTLER = "_mandate_settle"
UNIT = "_mandate_unit"

TABLE = (
    # name, from, to, who may, what must be there
    Transition("schedule", ("planned",), "scheduled", SETTLER, ("_missing_schedule",)),
    Transition(
        "start", ("scheduled",), "running", LEAD, ("_missing_start",), flows=OWN
    ),
    Transition(
        "conclude", ("running",), "reporting", LEAD, ("_missing_answers",), flows=OWN
    ),
    Transition(
        "report", ("reporting",), "reported", LEAD, ("_missing_report",), flows=OWN
    ),
    Transition("accept", ("reported",), None, UNIT, flows=OWN),
    Transition("comment", ("reported",), None, UNIT, reason=True, flows=OWN),
    Transition(
        "follow_up",
        ("reported",),
        "follow_up",
        "_mandate_follow_up",
        ("_missing_standing",),
        flows=OWN,
    ),
    Transition(
        "uphold",
        ("reported",),
        "follow_up",
        "_mandate_answer_comment",
        reason=True,
        flows=OWN,
    ),
    Transition(
        "receive",
        ("planned", "scheduled"),
        "follow_up",
        SETTLER,
        ("_missing_received",),
        flows=OTHERS,
    ),
    Transition("close", ("follow_up",), "closed", SETTLER, ("_missing_closing",)),
    Transition("resume", ("reporting",), "running", LEAD, reason=True, flows=OWN),
    Transition("revise", ("reported",), "reporting", LEAD, reason=True, flows=OWN),
    Transition("unschedule", ("scheduled",), "planned", SETTLER, reason=True),
    Transition(
        "cancel",
        ("planned", "scheduled", "running"),
        "cancelled",
        PLANNER,
        reason=True,
    ),
    Transition(
        "admit",
        ("planned", "scheduled", "running"),
        None,
        "_mandate_admit",
        reason=True,
    ),
    Transition("reopen", ("closed",), "follow_up", PLANNER, reason=True),
    Transition("plan_again", ("cancelled",), "planned", PLANNER, reason=True),
)
