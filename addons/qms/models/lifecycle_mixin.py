from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..tools.lifecycle import Mandate
from ..tools.marks import REMOVING
from ..tools.people import People
from .decision_sql import lock_rows, skip_decided_ids


class QmsLifecycleMixin(models.AbstractModel):
    """A record whose state changes by declared transitions, and in no other way.

    A model declares ``state`` (a Selection), ``_lifecycle_start``,
    ``_lifecycle_closed`` and ``_lifecycle_transitions``, a tuple of
    :class:`~odoo.addons.qms.tools.lifecycle.Transition`, and one public
    ``action_<name>`` per transition that calls :meth:`_transition`. Where records of
    one model go different ways, :meth:`_lifecycle_flow` says which.
    """

    _name = "qms.lifecycle.mixin"
    _description = "Declared lifecycle"

    _lifecycle_start = None
    _lifecycle_closed = ()
    _lifecycle_transitions = ()
    # set by transitions only, next to ``state``
    _lifecycle_stamps = ()
    # (from, to): what the calendar brings about and nobody decides
    _lifecycle_by_itself = ()
    # what a closed record still lets the system itself write
    _lifecycle_technical = (
        "access_token",
        "activity_ids",
        "message_follower_ids",
        "message_ids",
        "message_main_attachment_id",
        "website_message_ids",
    )

    is_closed = fields.Boolean(compute="_compute_is_closed", search="_search_is_closed")
    allowed_transitions = fields.Char(
        compute="_compute_allowed_transitions",
        help="The names of the transitions that the current user may take now.",
    )
    missing_points = fields.Html(
        compute="_compute_missing_points",
        sanitize=False,
        help="What the next transition still asks for.",
    )
    decision_timeline = fields.Html(
        string="Decisions", compute="_compute_decision_timeline", sanitize=False
    )

    @api.depends("state")
    def _compute_is_closed(self):
        for record in self:
            record.is_closed = record.state in self._lifecycle_closed

    def _search_is_closed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in" if True in value else "not in", self._lifecycle_closed)]

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_allowed_transitions(self):
        for record in self._with_people():
            names = record._allowed_transitions() if record._origin else []
            record.allowed_transitions = f" {' '.join(names)} "

    @api.depends("state")
    def _compute_missing_points(self):
        for record in self:
            points = record._next_missing() if record._origin else []
            shown = [(point, getattr(point, "place", "")) for point in points]
            record.missing_points = self.env["ir.qweb"]._render(
                "qms.missing_points", {"points": shown}
            )

    @api.depends("state")
    def _compute_decision_timeline(self):
        decisions = self.env["qms.decision"]._timeline(self._origin)
        for record in self:
            record.decision_timeline = self.env["ir.qweb"]._render(
                "qms.decision_timeline",
                {"decisions": decisions.get(record._origin.id, [])},
            )

    # ------------------------------------------------------------
    # The only ways in
    # ------------------------------------------------------------

    def init(self):
        if not self._abstract:
            skip_decided_ids(self.env.cr, self._name, self._table)
        return super().init()

    @api.model_create_multi
    def create(self, vals_list):
        start = self._start_values()
        for vals in vals_list:
            if vals.get("state", start["state"]) != start["state"] or any(
                vals.get(name) for name in self._lifecycle_stamps
            ):
                raise self._make_guarded_error()
        return super().create([{**vals, **start} for vals in vals_list])

    @api.model
    def _start_values(self):
        """State and stamps of a new record, said so that no context says otherwise."""
        stamps = {name: self._fields[name].default for name in self._lifecycle_stamps}
        return {
            **{name: default and default(self) for name, default in stamps.items()},
            "state": self._lifecycle_start,
        }

    def write(self, vals):
        if "state" in vals or not set(vals).isdisjoint(self._lifecycle_stamps):
            raise self._make_guarded_error()
        self._refuse_closed(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        default = {
            key: value
            for key, value in (default or {}).items()
            if key != "state" and key not in self._lifecycle_stamps
        }
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_dismissed_instead(self):
        if self.env.context.get("qms_removing") is REMOVING:
            return
        raise UserError(
            self.env._("Quality records are not deleted; dismiss it with a reason.")
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation != "write" or self.env.su:
            return result
        granted = self - result[0] if result else self
        # sudo: the state alone, of records the rules just let through
        closed = (
            granted.sudo()
            .filtered(lambda record: record._origin and record._is_frozen())
            .with_env(self.env)
        )
        if not closed:
            return result
        forbidden = closed | result[0] if result else closed
        return forbidden, closed._make_closed_error

    def _is_frozen(self):
        """Whether this record, its files and its parts can no longer be changed."""
        return self.state in self._lifecycle_closed

    def _make_closed_error(self):
        return AccessError(
            self.env._(
                "%(records)s: closed. Add a dated note instead, or reopen it with a "
                "reason.",
                records=", ".join(self.sudo().mapped("display_name")),
            )
        )

    @api.model
    def _make_guarded_error(self):
        return UserError(
            self.env._("The state changes by its own buttons, in no other way.")
        )

    def _refuse_closed(self, vals):
        if set(vals) <= set(self._lifecycle_technical):
            return
        # sudo: the state alone, also of what the caller may not read
        frozen = self.sudo().filtered(lambda record: record._is_frozen())
        if closed := frozen.with_env(self.env):
            raise closed._make_closed_error()

    def _write_guarded(self, vals):
        """Write what only a transition may, past the guards of this class."""
        return super().write(vals)

    # ------------------------------------------------------------
    # Transitions
    # ------------------------------------------------------------

    @api.model
    def _get_transitions(self):
        """Hook: the lifecycle's table, as upper modules see it."""
        return self._lifecycle_transitions

    @api.model
    def _get_transition(self, name):
        for step in self._get_transitions():
            if step.name == name:
                return step
        raise ValidationError(self.env._("There is no step named %s.", name))

    def _transition(self, name, reason=None, **values):
        """Take all records through one transition, or none.

        :param str name: name of the transition
        :param str reason: needed where the table says so; without it, the screen
            that asks for it is returned and nothing has happened
        :param values: field values that the transition itself sets
        :raise AccessError: when the user has no mandate for it
        :raise UserError: with all that is missing, in one message
        """
        step = self._get_transition(name)
        if step.reason and not (reason or "").strip():
            return self._ask_reason(step)
        return self._with_people()._take_step(step, reason, values)

    def _take_step(self, step, reason, values):
        reason = self._clean_reason(reason)
        if not step.blind:
            self.check_access("read")
        self._lock()
        mandates = self._check_mandates(step)
        self._check_needs(step)
        # sudo: the transition's own mandate was checked above
        records = self.sudo()
        before = {record.id: record.state for record in records}
        vals = {**values, **records._transition_values(step)}
        if step.target:
            vals["state"] = step.target
        if vals:
            records._write_guarded(vals)
        self.env["qms.decision"]._record(records, step.name, before, mandates, reason)
        records._after_transition(step, reason)
        records._sync_duties()
        return True

    def _lock(self):
        """Wait for whoever decides on the same records now."""
        self.flush_recordset()
        lock_rows(self.env.cr, self._table, self.ids)

    def _check_mandates(self, step):
        mandates, refused = {}, self.browse()
        # sudo: state, type and number, also of what the caller cannot read
        for record in self._with_people():
            if not record._starts(step):
                raise UserError(
                    self.env._(
                        "%(record)s: this step is not possible in the state "
                        "'%(state)s'.",
                        record=record.sudo().display_name,
                        state=record._state_label(),
                    )
                )
            if mandate := record._mandate(step):
                mandates[record.id] = mandate
            else:
                refused |= record
        if refused:
            raise AccessError(
                self.env._(
                    "%(records)s: this step is not yours to take.",
                    records=", ".join(refused.sudo().mapped("display_name")),
                )
            )
        return mandates

    def _check_needs(self, step):
        blocks = []
        # sudo: what is missing may lie where the caller does not look
        for record in self.sudo()._with_people():
            points = record._missing_for(step)
            if points:
                lines = "\n".join(f"- {point}" for point in points)
                blocks.append(f"{record.display_name}\n{lines}")
        if blocks:
            raise UserError(self.env._("Still missing:") + "\n\n" + "\n\n".join(blocks))

    def _with_people(self):
        """What is asked about people is asked once for all of ``self``."""
        return self.with_context(qms_people=People.of(self.env))

    def _missing_for(self, step):
        """All that ``step`` still asks of this record; a ``Point`` is a link."""
        return [point for name in step.needs for point in getattr(self, name)()]

    def _mandate(self, step):
        """The current user's :class:`Mandate` for ``step``, or ``None``."""
        self.ensure_one()
        return getattr(self, step.by)()

    def _mandate_handle(self):
        """Default mandate: whoever may write the record handles it."""
        return Mandate("handler") if self.has_access("write") else None

    def _mandate_manager(self):
        """The quality managers of its company."""
        # sudo: whose it is
        return self.env.user._qms_manager_mandate(self.sudo().company_id)

    def _mandate_own(self):
        """Who answers for it, else the quality managers."""
        # sudo: who answers for it
        if self.env.user._qms_is_one_of(self.sudo().owner_id):
            return Mandate("owner")
        return self._mandate_manager()

    def _lifecycle_flow(self):
        """Hook: which of the table's flows this record follows."""
        return None

    def _starts(self, step):
        """Whether ``step`` begins where this record stands."""
        # sudo: state and flow only
        record = self.sudo()
        return step.starts_from(record.state, record._lifecycle_flow())

    def _allowed_transitions(self):
        return [
            step.name
            for step in self._get_transitions()
            if step.offered and self._starts(step) and self._mandate(step)
        ]

    def _next_missing(self):
        """What the main way forward from here asks for."""
        for step in self._get_transitions():
            if step.needs and self._starts(step):
                # sudo: as when the step is taken
                return self.sudo()._missing_for(step)
        return []

    def _state_label(self):
        selection = dict(self._fields["state"]._description_selection(self.env))
        # sudo: state only
        return selection.get(self.sudo().state, "")

    @api.model
    def _lifecycle_undecided_domain(self):
        """Hook: records that may stand past the start without any decision."""
        return Domain.FALSE

    def _transition_values(self, step):
        """Hook: stamps that belong to ``step`` for all of ``self``."""
        return {}

    def _after_transition(self, step, reason):
        """Hook: what follows from ``step`` (mail, other records)."""

    def _sync_duties(self):
        """Bring ``qms.duty`` in line with :meth:`_get_duties`."""
        self.env["qms.duty"]._sync(self)

    def _get_duties(self):
        """Hook: what this record asks of whom now.

        :return: list of dicts with ``verb``, ``deadline`` and one of ``user``,
            ``employee``, ``group`` (recordsets); besides, where it applies, ``unit``,
            ``behalf_of`` (id of the user stood in for) and ``waiting`` (the users who
            wait for it to be done); see ``qms.duty``
        """
        return []

    def _clean_reason(self, reason):
        """Hook: what of a reason is stored."""
        return (reason or "").strip()

    def _ask_reason(self, step):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": "qms.reason",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": ",".join(map(str, self.ids)),
                "default_transition": step.name,
            },
        }
