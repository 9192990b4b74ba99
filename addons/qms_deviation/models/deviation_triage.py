from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.qms.tools.lifecycle import Mandate, Transition
from odoo.addons.qms.tools.marks import FollowUp

from .deviation_gates import ALIKE_LIMIT

PATTERN_MONTHS = 12


class QmsDeviationTriage(models.AbstractModel):
    """What the quality group looks at together, and what it makes of it.

    A case comes before the group when it is released, open, not looked at yet, and
    serious, repeated or common to several units. Confidential cases count for nothing
    here: what the group is shown is what it may open.
    """

    _name = "qms.deviation.triage"
    _description = "What the quality group looks at"

    triaged_on = fields.Date(
        "Quality group on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the quality group last decided what to do about it.",
    )
    is_repeated = fields.Boolean(
        "Repeated",
        compute="_compute_patterns",
        search="_search_is_repeated",
        help="Three alike in the same unit within twelve months.",
    )
    is_common = fields.Boolean(
        "Common to several units",
        compute="_compute_patterns",
        search="_search_is_common",
        help="The same requirement in two units or more within twelve months.",
    )
    needs_triage = fields.Boolean(
        "For the quality group",
        compute="_compute_needs_triage",
        search="_search_needs_triage",
    )
    triage_why = fields.Char("Why", compute="_compute_patterns")

    # ------------------------------------------------------------
    # Which cases
    # ------------------------------------------------------------

    @api.model
    def _triage_common_fields(self):
        """Hook: what two units share when a case is common to them."""
        return ["requirement_id", "cause_kind_id"]

    @api.model
    def _patterns_sql(self, narrowed=None):
        """Query for (id, alike, is_common) of all that counts in the last year."""
        names = self._triage_common_fields()
        self.env["qms.deviation"].flush_model(
            [
                *("company_id", "confidentiality", "date_reported", "department_id"),
                *("requirement_id", "state", "touched_id", "type_id", *names),
            ]
        )
        since = fields.Date.context_today(self) - relativedelta(months=PATTERN_MONTHS)
        return SQL(
            """SELECT id, COUNT(*) OVER (PARTITION BY
                          company_id, department_id, type_id, requirement_id,
                          CASE WHEN requirement_id IS NULL THEN touched_id END
                      ) AS alike,
                      %s AS is_common
                 FROM qms_deviation
                WHERE confidentiality = 'normal' AND state != 'dismissed'
                  AND department_id IS NOT NULL AND date_reported >= %s AND %s""",
            SQL(" OR ").join(self._common_sql(name) for name in names),
            since,
            narrowed or SQL("TRUE"),
        )

    @api.model
    def _common_sql(self, name):
        field = SQL.identifier(name)
        units = SQL("(PARTITION BY company_id, %s)", field)
        return SQL(
            """(%(field)s IS NOT NULL AND MIN(department_id) OVER %(units)s
                                       != MAX(department_id) OVER %(units)s)""",
            field=field,
            units=units,
        )

    def _patterns(self):
        """(how many alike, whether common), per id of those that are part of any."""
        mine = self._origin
        narrowed = [SQL("department_id = ANY(%s)", mine.department_id.ids)]
        narrowed += [
            SQL("%s = ANY(%s)", SQL.identifier(name), mine[name].ids)
            for name in self._triage_common_fields()
        ]
        query = self._patterns_sql(SQL("(%s)", SQL(" OR ").join(narrowed)))
        rows = self.env.execute_query(
            SQL("SELECT * FROM (%s) p WHERE id = ANY(%s)", query, mine.ids)
        )
        return {key: (alike, common) for key, alike, common in rows}

    @api.depends("confidentiality", "department_id", "is_serious", "level", "state")
    def _compute_patterns(self):
        # sudo: counts decide, whoever may read the others
        patterns = self.sudo()._patterns() if self._origin else {}
        levels = dict(self._fields["level"]._description_selection(self.env))
        for case in self:
            alike, case.is_common = patterns.get(case._origin.id, (0, False))
            case.is_repeated = alike >= ALIKE_LIMIT
            reasons = []
            if case.is_serious:
                reasons.append(levels.get(case.level) or self.env._("Serious"))
            if case.is_repeated:
                reasons.append(self.env._("%s alike in twelve months", alike))
            if case.is_common:
                reasons.append(self.env._("Common to several units"))
            case.triage_why = " · ".join(reasons)

    def _pattern_domain(self, condition):
        query = SQL("SELECT id FROM (%s) p WHERE %s", self._patterns_sql(), condition)
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), query
            )
        )

    def _search_is_repeated(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._pattern_domain(SQL("alike >= %s", ALIKE_LIMIT))

    def _search_is_common(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._pattern_domain(SQL("is_common"))

    @api.depends("confidentiality", "is_serious", "state", "triaged_on")
    def _compute_needs_triage(self):
        for case in self:
            case.needs_triage = (
                not case.triaged_on
                and not case.is_closed
                and case.confidentiality == "normal"
                and (case.is_serious or case.is_repeated or case.is_common)
            )

    def _search_needs_triage(self, operator, value):
        if operator != "in":
            return NotImplemented
        pattern = SQL("is_common OR alike >= %s", ALIKE_LIMIT)
        return (
            Domain("triaged_on", "=", False)
            & Domain("confidentiality", "=", "normal")
            & Domain("state", "not in", self._lifecycle_closed)
            & (Domain("is_serious", "=", True) | self._pattern_domain(pattern))
        )

    # ------------------------------------------------------------
    # What is made of it
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        states = self._fields["state"].get_values(self.env)
        looked_at = tuple(s for s in states if s not in self._lifecycle_closed)
        step = Transition("triage", looked_at, None, "_mandate_triage")
        return (*super()._get_transitions(), step)

    def action_triage(self, reason=None):
        """The quality group has looked at it: nothing more is needed."""
        nothing = self.env._("Nothing more is needed")
        return self._transition(
            "triage",
            f"{nothing}: {reason}" if reason else nothing,
            triaged_on=fields.Date.context_today(self),
        )

    def _follow_up(self, question, values):
        """Make the follow-up that ``question`` names; the decision says so.

        :param dict values: of the action: name, owner_id, date_deadline, ...
        :return: the action, begun or waiting for approval
        """
        self.ensure_one()
        self._check_mandates(self._get_transition("triage"))
        action = (
            self.env["qms.action"]
            .with_context(qms_follow_up=FollowUp(question))
            .create(
                {
                    **values,
                    "type_id": question.action_type_id.id,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            .with_env(self.env)
        )
        action.action_submit()
        self._transition(
            "triage",
            f"{question.name} {action.display_name}: {action.name}",
            triaged_on=fields.Date.context_today(self),
        )
        return action

    def _asked_by_group(self):
        """The question this transaction answers, or ``None``: RPC cannot say so."""
        asked = self.env.context.get("qms_follow_up")
        return asked.question if isinstance(asked, FollowUp) else None

    def _may_plan_actions(self):
        if super()._may_plan_actions():
            return True
        # sudo: state only
        closed = self.sudo().is_closed
        return not closed and bool(self._asked_by_group() and self._mandate_triage())

    def _prepare_action_values(self):
        values = super()._prepare_action_values()
        question = self._asked_by_group()
        return {**values, "question_id": question.id} if question else values

    def _mandate_triage(self):
        """A member of the quality group, on what the group may read."""
        # sudo: whether it is confidential, nothing else
        released = self.sudo().confidentiality == "normal"
        member = self.env.user.has_group("qms.group_quality_team")
        if not released or not member or not self.has_access("read"):
            return None
        return Mandate("quality_team")

    def _mandate_restrict(self):
        """Who sees in the group's meeting what should not stand there may hide it."""
        return super()._mandate_restrict() or self._mandate_triage()

    def _transition_labels(self):
        return super()._transition_labels() | {
            "triage": self.env._("Looked at by the quality group")
        }
