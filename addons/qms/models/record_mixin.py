from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# field types that say what a decision was taken on
CONTENT_TYPES = {
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2many",
    "many2one",
    "selection",
    "text",
}
CONTENT_APART = {
    "id",
    "create_uid",
    "create_date",
    "search_language",
    "write_uid",
    "write_date",
}


class QmsRecordMixin(models.AbstractModel):
    """A quality record: numbered, owned, with a declared lifecycle and a discussion."""

    _name = "qms.record.mixin"
    _description = "Quality record"
    _inherit = [
        "qms.number.mixin",
        "qms.text.mixin",
        "qms.mask.mixin",
        "qms.lifecycle.mixin",
        "qms.thread.mixin",
        "qms.print.mixin",
        "qms.erasable.mixin",
    ]

    # per state, the fields that may still change; a state not named: all of them
    _lifecycle_editable = {}
    # what the system alone writes, whatever a client sends
    _system_fields = ()

    is_fixed = fields.Boolean(
        compute="_compute_is_fixed",
        help="Whether the current user may only read it, for the screen to show.",
    )

    @api.depends("state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_fixed(self):
        changeable = self._origin._filtered_access("write")
        for record in self:
            known = record._origin
            record.is_fixed = bool(known) and known not in changeable

    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        """Fewer statements for the same: a record's rules and steps ask for the rest.

        Of one record all columns come at once. Of many, where no column is left to
        fetch, Odoo would ask the record rules in Python, field by field: with one
        more column they are part of the statement.
        """
        found = super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)
        columns = any(field.column_type for field in found)
        if not self or self.env.su or not field_names or columns != (len(self) == 1):
            return found
        rest = [field.name for field in super()._determine_fields_to_fetch()]
        rest = super()._determine_fields_to_fetch(rest, ignore_when_in_cache=True)
        return list(dict.fromkeys([*found, *rest]))

    @api.model
    def _get_system_fields(self):
        """Hook: what the system alone writes, as upper modules see it."""
        return self._system_fields

    def write(self, vals):
        if not self.env.su and not set(self._get_system_fields()).isdisjoint(vals):
            raise UserError(self.env._("That follows by itself; it is not entered."))
        result = super().write(vals)
        if not self._duty_fields().isdisjoint(vals):
            self._sync_duties()
        return result

    @api.model
    def _state_choices(self):
        """The states with their names in the reader's language."""
        return self._fields["state"]._description_selection(self.env)

    def _clean_reason(self, reason):
        return self[:1]._masked(super()._clean_reason(reason))

    def _duty_name(self):
        """How the record is called on the list of someone who may read it."""
        self.ensure_one()
        return self.display_name

    def _duty_target(self):
        """Hook: what the current user opens from a duty about this record."""
        return self

    def _duty_fields(self):
        """Hook: fields whose writing brings :meth:`_get_duties` up to date."""
        return set()

    def _open_groups(self, *, groups, groupby, auto_unfold, **options):
        """A board begins with what has ended folded: its cards are not read."""
        if auto_unfold and groupby[0] == "state":
            for group in groups:
                group["__fold"] = group["state"] in self._lifecycle_closed
        return super()._open_groups(
            groups=groups, groupby=groupby, auto_unfold=auto_unfold, **options
        )

    def _refuse_closed(self, vals):
        result = super()._refuse_closed(vals)
        technical = set(self._lifecycle_technical)
        # sudo: the state alone
        for state, records in self.sudo().grouped("state").items():
            allowed = self._lifecycle_editable.get(state)
            if allowed is not None and set(vals) - technical - set(allowed):
                raise records.with_env(self.env)._make_settled_error()
        return result

    def _make_settled_error(self):
        return UserError(
            self.env._(
                "%s: this was decided on as it stands and is no longer changed.",
                ", ".join(self.sudo().mapped("display_name")),
            )
        )

    def _decision_contents(self):
        """What a decision is taken on, per record id: stored fields and files."""
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        # sudo: fingerprints of all files of the records
        files = self.env["ir.attachment"].sudo().search(domain).grouped("res_id")
        empty = self.env["ir.attachment"]
        return {
            record.id: {
                **record._decision_content(),
                "files": sorted(
                    (file.name, file.checksum or "")
                    for file in files.get(record.id, empty)
                ),
            }
            for record in self
        }

    def _decision_content(self):
        """The record's stored fields as plain data."""
        self.ensure_one()
        content = {}
        for name, field in self._fields.items():
            if not field.store or field.type not in CONTENT_TYPES:
                continue
            if name in CONTENT_APART or name in self._lifecycle_technical:
                continue
            if name.startswith(("activity_", "message_", "my_activity_")):
                continue
            value = self[name]
            content[name] = value.ids if field.relational else value
        return content

    def _transition_labels(self):
        """Hook: how each step is called afterwards, per name."""
        labels = {
            "erase": self.env._("Text erased"),
            "hand_on": self.env._("Handed on"),
            "change_unit": self.env._("Moved with its unit"),
            "erase_later": self.env._("Text to be erased by its archive rule"),
        }
        for step in self._get_transitions():
            labels.setdefault(step.name, step.name.replace("_", " ").capitalize())
        return labels


class QmsActionOriginMixin(models.AbstractModel):
    """A quality record that actions may come from."""

    _name = "qms.action.origin.mixin"
    _description = "Origin of actions"

    action_ids = fields.One2many(
        "qms.action",
        "res_id",
        "Actions",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
        bypass_search_access=True,
    )

    def _may_plan_actions(self):
        """Whether the current user plans actions for this record."""
        self.ensure_one()
        return self.has_access("write")

    def _prepare_action_values(self):
        """What an action takes over from its origin, and cannot say otherwise."""
        self.ensure_one()
        return {
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
            "department_id": self.department_id.id,
        }

    def _after_action(self, action, step):
        """Hook: one of the record's actions took a step."""
