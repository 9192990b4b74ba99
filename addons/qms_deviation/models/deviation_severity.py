from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.models.res_company import LEVEL_ORDER, LEVELS

AXES = ("consequence", "potential", "likelihood")


class QmsDeviationSeverity(models.AbstractModel):
    """How severe a case is, and what follows from that by itself."""

    _name = "qms.deviation.severity"
    _description = "Severity of a case"
    _inherit = ["qms.matrix.axes"]
    _matrix_axes = AXES

    consequence = fields.Selection("_select_consequences", tracking=True)
    potential = fields.Selection(
        "_select_consequences",
        "It could have been",
        tracking=True,
        help="What could have happened; the worse of the two decides the severity.",
    )
    likelihood = fields.Selection("_select_likelihoods", tracking=True)
    reported_serious = fields.Boolean(
        "Reported as serious",
        readonly=True,
        copy=False,
        help="Counts as serious until somebody has judged it.",
    )
    score = fields.Integer(compute="_compute_score", store=True, precompute=True)
    level = fields.Selection(
        LEVELS,
        "Severity",
        compute="_compute_score",
        store=True,
        precompute=True,
        index=True,
    )
    is_serious = fields.Boolean(
        "Serious", compute="_compute_score", store=True, precompute=True
    )
    deadline_by_hand = fields.Boolean(
        readonly=True,
        copy=False,
        help="Somebody chose the date; it no longer follows the severity.",
    )
    matrix = fields.Html(compute="_compute_matrix", sanitize=False)

    def _worse(self):
        """The consequence the severity goes by."""
        return max(self.consequence or "", self.potential or "") or False

    @api.depends("consequence", "potential", "likelihood", "reported_serious")
    def _compute_score(self):
        """By the matrix as it is when the case is judged; it does not follow later."""
        for case in self:
            worse, company = case._worse(), case.company_id
            case.score, case.level = self._judge(company, worse, case.likelihood)
            known = bool(case.level)
            case.is_serious = (
                company._qms_is_serious(case.level) if known else case.reported_serious
            )

    @api.depends("consequence", "potential", "likelihood", "company_id")
    def _compute_matrix(self):
        for case in self:
            company = case.company_id or self.env.company
            case.matrix = self.env["qms.matrix"]._render_for(
                company, case.likelihood, case._worse(), case.consequence
            )

    def _refuse_judging(self, vals):
        """Only what goes the way of a deviation can be severe."""
        if not any(vals.get(name) for name in AXES):
            return
        # sudo: the flow alone
        others = self.sudo().filtered(lambda case: case.flow != "deviation")
        if others:
            raise UserError(
                self.env._(
                    "%s: change the type to a deviation before its severity is judged.",
                    ", ".join(others.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------
    # Judged higher: at once; lower: a decision
    # ------------------------------------------------------------

    def write(self, vals):
        judged = not set(AXES).isdisjoint(vals)
        self._check_steps(vals)
        self._refuse_judging(vals)
        before = self._severities() if judged else {}
        result = super().write(vals)
        if "date_deadline" in vals and not self.env.su:
            self._write_guarded({"deadline_by_hand": bool(vals["date_deadline"])})
        if judged:
            self._refuse_lowering(before)
            self._after_judging()
        if judged or "department_id" in vals:
            self._alert_serious()
        self._sync_closing()
        return result

    def _severities(self):
        # sudo: how severe it is, whoever may read the rest
        return {case.id: case._severity() for case in self.sudo()}

    def _severity(self):
        """To be compared: serious before not serious, then by level."""
        return self.is_serious, LEVEL_ORDER.get(self.level, -1)

    def _refuse_lowering(self, before):
        # sudo: as above
        for case in self.sudo():
            first = case.state == self._lifecycle_start
            if not first and any(
                now < then
                for now, then in zip(case._severity(), before[case.id], strict=True)
            ):
                raise UserError(
                    self.env._(
                        "%s: a lower severity is a decision with a reason. Use the "
                        "button 'Lower the severity'.",
                        case.display_name,
                    )
                )

    def _after_judging(self):
        """Deadline and planned actions follow the severity."""
        # sudo: they follow, whoever judged
        cases = self.sudo()
        cases._follow_deadline()
        for level, of_level in cases.grouped("level").items():
            planned = of_level.action_ids.filtered(
                lambda action, level=level: (
                    action.state == "draft" and level and action.level != level
                )
            )
            planned._write_guarded({"level": level})

    # ------------------------------------------------------------
    # Deadline
    # ------------------------------------------------------------

    def _deadline_days(self):
        """What holds for this type and severity: a deadline line, or the type."""
        return self.type_id._deadline_at(self._alert_level(), self.company_id)

    def _alert_level(self):
        """The severity; unjudged but reported as serious, the least that is serious."""
        unjudged = self.is_serious and not self.level
        return self.company_id.qms_serious_level if unjudged else self.level

    def _follow_deadline(self):
        dates = {}
        for case in self:
            if case.deadline_by_hand or case.taken_over or case.is_closed:
                continue
            days = case._deadline_days().handle_days
            date = case.company_id._qms_add_workdays(case.date_reported, days)
            if date != case.date_deadline:
                dates.setdefault(date, self.browse())
                dates[date] |= case
        for date, cases in dates.items():
            cases._write_guarded({"date_deadline": date})
            cases._sync_duties()

    # ------------------------------------------------------------
    # Lowering it
    # ------------------------------------------------------------

    def action_lower(
        self, reason=None, consequence=None, potential=None, likelihood=None
    ):
        """Judge it less severe, with a reason; the decision says from what to what.

        What is not given (``None``) stays as it is; ``False`` empties it.
        """
        if not (reason or "").strip():
            return self._ask_lower()
        given = dict(zip(AXES, (consequence, potential, likelihood), strict=True))
        given = {name: value for name, value in given.items() if value is not None}
        self._check_steps(given)
        for case in self:
            case._transition("lower", case._lowering_reason(given, reason), **given)
        return True

    def _ask_lower(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lower the severity"),
            "res_model": "qms.deviation.lower",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_deviation_id": self.id,
                **{f"default_{name}": self[name] for name in AXES},
            },
        }

    def _lowering_reason(self, given, reason):
        """The reason with the severity before and after.

        :raise UserError: when it would not be lower
        """
        self.check_access("read")
        # sudo: the company's matrix
        case = self.sudo()
        values = {name: given.get(name, case[name]) or "" for name in AXES}
        worse = max(values["consequence"], values["potential"])
        likelihood = values["likelihood"]
        level = case.company_id._qms_level(worse, likelihood)
        if LEVEL_ORDER.get(level, 9) >= LEVEL_ORDER.get(case.level, -1):
            raise UserError(
                self.env._("That is not lower; enter it on the case itself.")
            )
        labels = dict(self._fields["level"]._description_selection(self.env))
        return self.env._(
            "From %(old_score)s %(old)s to %(new_score)s %(new)s: %(reason)s",
            old_score=case.score,
            old=labels[case.level],
            new_score=int(worse) * int(likelihood),
            new=labels[level],
            reason=reason,
        )

    def _mandate_lower(self):
        # sudo: how severe it is
        case = self.sudo()
        if not case.level:
            return None
        return self._mandate_next_up() if case.is_serious else self._mandate_handle()
