from odoo import models
from odoo.tools import SQL, escape_psql

from odoo.addons.qms.models.base import PERSON_MODELS

# stands beside the final rows, and is shown as the decision it belongs to
DETAIL = "qms.decision.detail"


class PrivacyLookupWizard(models.TransientModel):
    """Core looks for partners and addresses; quality records name users and employees,
    and tell of people in their texts."""

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        """Read through by our own queries, so that nothing is listed twice."""
        return [*super()._get_query_models_blacklist(), *self._qms_models()]

    def _get_query(self):
        # a note may be his own and tell of him: core finds the first
        parts = [super()._get_query(), *self._qms_queries()]
        return SQL(" UNION ").join(parts)

    def _qms_models(self):
        return [
            name
            for name, model in self.env.registry.items()
            if name.startswith("qms.") and model._auto
            if not model._abstract and not model._transient
        ]

    def _qms_queries(self):
        for name in self._qms_models():
            if name == DETAIL:
                continue
            model = self.env[name]
            if conditions := [*self._qms_links(model), *self._qms_words(model)]:
                yield self._qms_query(model, conditions)
        yield from self._qms_links_elsewhere()
        yield self._qms_decisions()
        yield self._qms_files()
        yield self._qms_notes()
        yield self._qms_activities()

    def _qms_query(self, model, conditions):
        return SQL(
            "SELECT %s AS res_model_id, id AS res_id, %s AS is_active FROM %s WHERE %s",
            self.env["ir.model"]._get_id(model._name),
            SQL.identifier("active") if "active" in model else True,
            SQL.identifier(model._table),
            SQL(" OR ").join(conditions),
        )

    # ------------------------------------------------------------
    # Whom fields name
    # ------------------------------------------------------------

    def _qms_people(self):
        """Per model, a query for the ids of this person."""
        name, email = self.name.strip(), f"%{escape_psql(self.email.strip())}%"
        partners = SQL(
            "SELECT id FROM res_partner WHERE name ILIKE %s OR email ILIKE %s",
            escape_psql(name),
            email,
        )
        users = SQL(
            "SELECT id FROM res_users WHERE login ILIKE %s OR partner_id IN (%s)",
            email,
            partners,
        )
        employees = SQL(
            """SELECT id FROM hr_employee
                WHERE name ILIKE %s OR work_email ILIKE %s OR user_id IN (%s)""",
            escape_psql(name),
            email,
            users,
        )
        return {
            "res.partner": partners,
            "res.users": users,
            "hr.employee": employees,
            "hr.employee.public": employees,
        }

    def _qms_links(self, model, only=None):
        """Conditions of the links to the person, of whoever made a row as well."""
        people = self._qms_people()
        for name, field in model._fields.items():
            if field.comodel_name not in PERSON_MODELS or not field.store:
                continue
            if only and not name.startswith(only):
                continue
            if field.company_dependent:
                yield SQL(
                    """EXISTS (SELECT FROM jsonb_each_text(%s) own
                                WHERE NULLIF(own.value, 'false')::int IN (%s))""",
                    SQL.identifier(name),
                    people[field.comodel_name],
                )
            elif field.type == "many2one":
                yield SQL(
                    "%s IN (%s)", SQL.identifier(name), people[field.comodel_name]
                )
            elif field.type == "many2many":
                yield SQL(
                    "id IN (SELECT %s FROM %s WHERE %s IN (%s))",
                    SQL.identifier(field.column1),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column2),
                    people[field.comodel_name],
                )

    def _qms_links_elsewhere(self):
        """Fields that we added to records of others, such as a unit's."""
        for name, cls in self.env.registry.items():
            if name.startswith("qms.") or cls._abstract or cls._transient:
                continue
            if not cls._auto or name in PERSON_MODELS:
                continue
            model = self.env[name]
            if conditions := [*self._qms_links(model, "qms_")]:
                yield self._qms_query(model, conditions)

    def _qms_decisions(self):
        users = self._qms_people()["res.users"]
        return SQL(
            """SELECT %s AS res_model_id, decision_ref AS res_id, TRUE AS is_active
                 FROM qms_decision_detail
                WHERE user_ref IN (%s) OR behalf_ref IN (%s)
                   OR concat_ws(' ', person, reason, content) ILIKE ANY(%s)""",
            self.env["ir.model"]._get_id("qms.decision"),
            users,
            users,
            self._qms_patterns(),
        )

    # ------------------------------------------------------------
    # Of whom texts tell
    # ------------------------------------------------------------

    def _qms_patterns(self):
        return [
            f"%{escape_psql(text.strip())}%" for text in (self.name, self.email) if text
        ]

    def _qms_words(self, model):
        names = {*getattr(model, "_mask_fields", ()), *model._qms_person_texts}
        for name in sorted(names):
            field = model._fields[name]
            if field.store and field.type in ("char", "text", "html"):
                yield SQL(
                    "%s ILIKE ANY(%s)", SQL.identifier(name), self._qms_patterns()
                )

    def _qms_files(self):
        """Files of quality records that are called so, or have it in their words."""
        return SQL(
            """SELECT %s AS res_model_id, id AS res_id, TRUE AS is_active
                 FROM ir_attachment
                WHERE res_model LIKE 'qms.%%'
                  AND (name ILIKE ANY(%s) OR index_content ILIKE ANY(%s))""",
            self.env["ir.model"]._get_id("ir.attachment"),
            self._qms_patterns(),
            self._qms_patterns(),
        )

    def _qms_notes(self):
        """What was said of him beside quality records, and what a log has kept."""
        return SQL(
            """SELECT %s AS res_model_id, note.id AS res_id, TRUE AS is_active
                 FROM mail_message note
                WHERE note.model LIKE 'qms.%%'
                  AND (concat_ws(' ', note.subject, note.body) ILIKE ANY(%s)
                       OR EXISTS (
                          SELECT FROM mail_tracking_value log
                           WHERE log.mail_message_id = note.id
                             AND concat_ws(
                                ' ', log.old_value_char, log.old_value_text,
                                log.new_value_char, log.new_value_text
                             ) ILIKE ANY(%s)))""",
            self.env["ir.model"]._get_id("mail.message"),
            self._qms_patterns(),
            self._qms_patterns(),
        )

    def _qms_activities(self):
        return SQL(
            """SELECT %s AS res_model_id, id AS res_id, active AS is_active
                 FROM mail_activity
                WHERE res_model LIKE 'qms.%%'
                  AND (user_id IN (%s)
                       OR concat_ws(' ', summary, note, feedback) ILIKE ANY(%s))""",
            self.env["ir.model"]._get_id("mail.activity"),
            self._qms_people()["res.users"],
            self._qms_patterns(),
        )
