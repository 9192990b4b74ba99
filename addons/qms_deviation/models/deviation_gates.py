from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.models.res_company import LEVEL_ORDER
from odoo.addons.qms.tools.lifecycle import Point

# so many alike within a year, this one included, are no small matter any more
ALIKE_LIMIT = 3
SUMMARY_LENGTH = 250


class QmsDeviationGates(models.AbstractModel):
    """What is still missing, by what the type and the severity ask for."""

    _name = "qms.deviation.gates"
    _description = "What a case must answer before it moves on"

    short_way_bar = fields.Char(
        compute="_compute_short_way_bar",
        help="What the short way is not enough for.",
    )

    @api.depends("state", "type_id", "department_id", "requirement_id", "level")
    def _compute_short_way_bar(self):
        for case in self:
            saved = case._origin
            may_settle = " settle " in (saved.allowed_transitions or "")
            bars = saved._barred_from_short_way() if may_settle else []
            case.short_way_bar = "; ".join(bars)

    def _missing_first_reading(self):
        missing = []
        if not self.department_id:
            missing.append(Point(self.env._("the unit it belongs to"), "department_id"))
        return missing + self._missing_gates({"requirement"})

    def _missing_short_way(self):
        missing = []
        if not self.correction:
            missing.append(Point(self.env._("what was done at once"), "correction"))
        if not self.enough_because:
            missing.append(Point(self.env._("why that is enough"), "enough_because"))
        return missing + self._barred_from_short_way()

    def _barred_from_short_way(self):
        bars = []
        if self.type_id.regulated:
            bars.append(self.env._("an analysis: the law regulates this type of case"))
        if LEVEL_ORDER[self.level or "low"] >= LEVEL_ORDER[self.type_id.short_below]:
            bars.append(self.env._("an analysis: it is too severe for the short way"))
        if self._count_alike() + 1 >= ALIKE_LIMIT:
            bars.append(
                self.env._("an analysis: it is the third alike in twelve months")
            )
        return bars

    def _count_alike(self):
        """Other cases of the last twelve months in the same unit, of the same kind."""
        # sudo: a count decides, whoever may read the others
        return self.sudo().search_count(self._alike_domain(), limit=ALIKE_LIMIT)

    def _alike_domain(self):
        since = self.date_reported - relativedelta(months=12)
        domain = (
            Domain("id", "!=", self.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("department_id", "=", self.department_id.id)
            & Domain("type_id", "=", self.type_id.id)
            & Domain("state", "not in", ("dismissed", "handed_over"))
            & Domain("date_reported", ">=", since)
            & Domain("date_reported", "<=", self.date_reported)
        )
        if self.requirement_id:
            return domain & Domain("requirement_id", "=", self.requirement_id.id)
        return domain & Domain("touched_id", "=", self.touched_id.id)

    def _missing_analysis(self):
        return self._missing_gates(
            {
                "correction",
                "consequences",
                "requirement",
                "cause",
                "cause_kind",
                "similar",
            }
        )

    def _missing_treatment(self):
        missing = self._missing_gates({"actions"})
        waiting = self.action_ids.filtered(
            lambda action: action.state in ("draft", "proposed", "open")
        )
        if waiting:
            missing.append(
                Point(
                    self.env._(
                        "%(open)s of %(all)s actions",
                        open=len(waiting),
                        all=len(self.action_ids),
                    ),
                    "actions",
                )
            )
        return missing

    def _missing_everything(self):
        named = {"correction", "consequences", "requirement", "similar"}
        named |= {"cause", "cause_kind"}
        rest = {"effect", "change", "risks", "summary"}
        return (
            self._missing_gates(named)
            + self._missing_treatment()
            + (self._missing_gates(rest))
        )

    def _missing_gates(self, names):
        asked = self._gates_asked() & names
        return [
            point
            for gate, check in self._gate_checks()
            if gate in asked
            for point in check()
        ]

    def _gates_asked(self):
        """Hook: the gates that this case must pass."""
        return self.type_id._gates_at(self.level)

    def _gate_checks(self):
        """Hook: in the order of the standard, what each gate checks."""
        return [
            ("requirement", self._check_requirement),
            ("correction", self._check_correction),
            ("consequences", self._check_consequences),
            ("cause", self._check_cause),
            ("cause_kind", self._check_cause_kind),
            ("similar", self._check_similar),
            ("actions", self._check_actions),
            ("effect", self._check_effect),
            ("change", self._check_change),
            ("risks", self._check_risks),
            ("summary", self._check_summary),
        ]

    def _check_requirement(self):
        if self.requirement_id:
            return []
        return [Point(self.env._("the requirement it deviates from"), "requirement_id")]

    def _check_correction(self):
        return (
            []
            if self.correction
            else [Point(self.env._("what was done at once"), "correction")]
        )

    def _check_consequences(self):
        if self._worse() and self.likelihood:
            return []
        return [Point(self.env._("consequence and likelihood"), "consequence")]

    def _check_cause(self):
        return [] if self.cause else [Point(self.env._("the cause"), "cause")]

    def _check_similar(self):
        if not self.similar:
            return [Point(self.env._("whether similar ones exist"), "similar")]
        if self.similar == "yes" and not self.similar_note:
            return [
                Point(
                    self.env._("where similar ones are, and what was done there"),
                    "similar_note",
                )
            ]
        return []

    def _check_actions(self):
        dropped = ("refused", "cancelled")
        if self.action_ids.filtered(lambda action: action.state not in dropped):
            return []
        return [Point(self.env._("an action"), "actions")]

    def _check_effect(self):
        judged = ("effective", "done", "refused", "cancelled")
        actions = self.action_ids
        followed = actions.previous_id
        waiting = actions.filtered(
            lambda action: (
                action.state not in judged
                and not (action.state == "ineffective" and action in followed)
            )
        )
        if not waiting:
            return []
        return [
            Point(
                self.env._(
                    "the effect of %(open)s of %(all)s actions",
                    open=len(waiting),
                    all=len(actions),
                ),
                "effect",
            )
        ]

    def _check_change(self):
        if not self.system_change:
            return [
                Point(self.env._("whether the system must change"), "system_change")
            ]
        if self.system_change == "yes" and not self.system_change_note:
            return [
                Point(self.env._("what changes in the system"), "system_change_note")
            ]
        return []

    def _check_risks(self):
        return (
            []
            if self.risks_updated
            else [Point(self.env._("whether risks were updated"), "risks_updated")]
        )

    def _check_summary(self):
        if not self.summary:
            return [Point(self.env._("a neutral summary"), "summary")]
        if len(self.summary) > SUMMARY_LENGTH:
            return [
                Point(
                    self.env._(
                        "a neutral summary of two lines (%s characters at most)",
                        SUMMARY_LENGTH,
                    ),
                    "summary",
                )
            ]
        return []
