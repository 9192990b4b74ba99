from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.marks import REMOVING

from ..tools.old_register import Column


class QmsDeviationTakenOver(models.AbstractModel):
    """Cases that were taken over from an old register."""

    _name = "qms.deviation.taken.over"
    _description = "Case from an old register"

    # the import screen leaves reading the cells to ``load``
    _takeover_import = True
    # owner and deadline are not among them: nobody owes anything by an import
    _takeover_columns = {
        "old_number": Column("text"),
        "state": Column("state", asked=True),
        "type_id": Column("type", filled=True),
        "date_reported": Column("day", asked=True),
        "date_closed": Column("day"),
        "occurred_on": Column("moment"),
        "department_id": Column("unit"),
        "place": Column("text"),
        "description": Column("text", filled=True),
        "touched_id": Column("touched"),
        "consequence": Column("choice"),
        "likelihood": Column("choice"),
        "correction": Column("text"),
        "consequences": Column("text"),
        "cause": Column("text"),
        "summary": Column("text"),
        "confidentiality": Column("choice"),
    }

    old_number = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="In the register it was taken over from, or the company that sent it on.",
    )
    takeover_id = fields.Many2one(
        "qms.takeover",
        "Taken over with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def load(self, fields, data):
        """Take over the rows of an old register as new cases: all of them, or none.

        The one public way in. For quality managers; it leaves one decision, on the
        batch. Existing cases are never found or changed by it.

        :param list[str] fields: names out of ``_takeover_columns``
        :param list[list] data: the cells, as text or as dates
        :return: ids of the new cases, or messages that name all bad rows
        """
        return self.env["qms.takeover"]._take_over(fields, data)

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import template for an old register"),
                "template": "/qms_deviation/static/xls/old_register.csv",
            }
        ]

    @api.model
    def _lifecycle_undecided_domain(self):
        """They have the state of the old register by the decision on their batch."""
        taken_over = Domain("taken_over", "=", True)
        by_decision = Domain("takeover_id.state", "=", "done")
        return super()._lifecycle_undecided_domain() | (taken_over & by_decision)

    def _get_own_duty(self, deciders):
        """Old cases are read first by whom they were given to, by the date set then."""
        duty = super()._get_own_duty(deciders)
        if not self.taken_over or self.state != "reported":
            return duty
        named = self.handler_ids.filtered(lambda user: user._qms_works_here())
        holder = named[:1] or self.responsible_id
        return {
            **{name: duty[name] for name in ("record", "unit", "verb")},
            **self._holder(
                holder.filtered(lambda user: user._qms_works_here()), deciders
            ),
            "deadline": self.date_deadline or self.company_id._qms_today(),
        }

    def _decided(self):
        """Those of these cases on which something was decided."""
        # sudo: whether there are decisions, not what they say
        heads = self.env["qms.decision"].sudo()._heads(self._name, self.ids)
        return self.filtered(lambda case: case.id in heads)

    def _unlink_undecided(self):
        """Remove what nobody decided on; the decision on the batch tells of it."""
        if self._decided():
            raise UserError(self.env._("What was decided on is not removed."))
        return self.with_context(qms_removing=REMOVING).unlink()
