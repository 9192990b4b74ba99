"""What core shows of a record to people who may not read the record itself."""

from odoo import models
from odoo.tools import SQL


class QmsSideDoorMixin(models.AbstractModel):
    """Rows that belong to a record by model and id, and are read only with it.

    A model that inherits it says in SQL where its rows' model and id stand.
    """

    _name = "qms.side.door.mixin"
    _description = "Read only with the record it belongs to"

    def _side_door_sql(self, names):
        """Query for (id, model, res_id) of those of ``self`` on models ``names``."""
        raise NotImplementedError

    def _shut(self):
        """Those of ``self`` that belong to quality records the user cannot read."""
        if self.env.su or not self.ids:
            return self.browse()
        names = self.env["qms.thread.mixin"]._qms_quality_models()
        rows = {}
        for row_id, model, res_id in self.env.execute_query(self._side_door_sql(names)):
            rows.setdefault(model, {}).setdefault(res_id, []).append(row_id)
        shut = []
        for model, by_record in rows.items():
            records = self.env[model].browse(by_record).exists()
            readable = set(records._readable_by(self.env.user).ids)
            shut += [
                i for key, ids in by_record.items() if key not in readable for i in ids
            ]
        return self.browse(shut)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        open_ = self - result[0] if result else self
        shut = open_._shut()
        if not shut:
            return result
        forbidden = result[0] | shut if result else shut
        return forbidden, lambda: shut._make_shut_error(operation)

    def _make_shut_error(self, operation):
        # the wording of a record rule, which says what is not to be read but no name
        return self.env["ir.rule"]._make_access_error(operation, self)

    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        query = super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )
        if self.env.su or bypass_access:
            return query
        found = self.browse(query)
        shut = found._shut()
        return (found - shut)._as_query(order) if shut else query


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["qms.side.door.mixin", "mail.message"]

    def _side_door_sql(self, names):
        self.flush_recordset(["model", "res_id"])
        return SQL(
            "SELECT id, model, res_id FROM mail_message "
            "WHERE id = ANY(%s) AND model = ANY(%s)",
            list(self.ids),
            names,
        )


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["qms.side.door.mixin", "mail.followers"]

    def _side_door_sql(self, names):
        self.flush_recordset(["res_model", "res_id"])
        return SQL(
            "SELECT id, res_model, res_id FROM mail_followers "
            "WHERE id = ANY(%s) AND res_model = ANY(%s)",
            list(self.ids),
            names,
        )


class MailNotification(models.Model):
    _name = "mail.notification"
    _inherit = ["qms.side.door.mixin", "mail.notification"]

    def _side_door_sql(self, names):
        self.flush_recordset(["mail_message_id"])
        self.env["mail.message"].flush_model(["model", "res_id"])
        return SQL(
            "SELECT n.id, m.model, m.res_id FROM mail_notification n "
            "JOIN mail_message m ON m.id = n.mail_message_id "
            "WHERE n.id = ANY(%s) AND m.model = ANY(%s)",
            list(self.ids),
            names,
        )
