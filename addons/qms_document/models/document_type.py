from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.qms.models.standard import KINDS
from odoo.addons.qms.tools.lifecycle import Mandate

# own rules of the requirement register
OWN_RULES = ("policy", "procedure", "guideline", "instruction")
WHO = [
    ("leader", "The unit's leader"),
    ("owner", "The document's owner"),
    ("process_owner", "The owners of its processes"),
    ("quality_manager", "A quality manager"),
    ("person", "A certain person"),
]
ROLES = {"person": "approver"}


class QmsDocumentType(models.Model):
    """A kind of document and its rules: number, approval, review, reading."""

    _name = "qms.document.type"
    _description = "Type of document"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Fixed name for modules to refer to.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    prefix = fields.Char(
        "Number begins with", required=True, help="Such as PRO for PRO-0012."
    )
    rule_kind = fields.Selection(
        [(kind, label) for kind, label in KINDS if kind in OWN_RULES],
        "Own rule of the kind",
        help="Such a document stands in the register of requirements as well, so that "
        "a deviation can point at it. Empty: it is no rule, such as a form.",
    )
    step_ids = fields.One2many(
        "qms.document.type.step",
        "type_id",
        "Approval",
        help="One after the other; nobody approves what he wrote. None: the unit's "
        "leader.",
    )
    approve_days = fields.Integer(
        "Approved within", default=5, help="Working days for each step."
    )
    review_months = fields.Integer(
        "Reviewed every", default=24, help="Months; 0: it is not reviewed."
    )
    asks_reading = fields.Boolean(
        "Read and understood",
        help="Whoever must read a document of this type confirms that he has.",
    )
    reading_days = fields.Integer(
        "Read within", default=10, help="Working days from the day it becomes valid."
    )

    _code_unique = models.UniqueIndex("(code)", "The code is taken.")
    _counted_from_zero = models.Constraint(
        "CHECK (approve_days >= 0 AND review_months >= 0 AND reading_days >= 0)",
        "Days and months are counted from 0.",
    )

    @api.constrains("prefix")
    def _check_prefix(self):
        for kind in self:
            if not kind.prefix.replace("-", "").isalnum() or len(kind.prefix) > 10:
                raise ValidationError(
                    self.env._("A number begins with up to ten letters or digits.")
                )


class QmsDocumentTypeStep(models.Model):
    """One step of the approval of a type's documents."""

    _name = "qms.document.type.step"
    _description = "Step of approval"
    _inherit = ["qms.shared.mixin"]
    _order = "type_id, sequence, id"
    _rec_name = "who"

    type_id = fields.Many2one(
        "qms.document.type", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    who = fields.Selection(WHO, "Approved by", required=True, default="leader")
    user_id = fields.Many2one(
        "res.users",
        "Person",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        ondelete="restrict",
    )

    _person_named = models.Constraint(
        "CHECK (who <> 'person' OR user_id IS NOT NULL)", "Name the person."
    )

    def _candidates(self, version):
        """Who is asked besides the line of leaders, whether he may or not."""
        if self.who == "owner":
            return version.document_id.owner_id
        if self.who == "process_owner":
            return version.document_id.process_ids.owner_id
        if self.who == "quality_manager":
            return version.company_id._qms_quality_managers()
        return self.user_id if self.who == "person" else self.env["res.users"]

    def _role(self):
        return ROLES.get(self.who, self.who)

    def _may(self, version, people, excluded):
        """Those of the candidates who may, and those of them who are here."""
        users = self._candidates(version).filtered(
            lambda user: (
                user._qms_works_here()
                and version.company_id in user.company_ids
                and not people.same_person(user, excluded)
            )
        )
        return users, users.filtered(lambda user: not people.is_away(user))

    def _mandate(self, version, user, people, excluded):
        """The mandate of ``user``; it passes to the leaders where nobody is here."""
        users, here = self._may(version, people, excluded)
        if user in users:
            return Mandate(self._role())
        if here:
            return None
        return people.mandate(version.department_id, version.company_id, user, excluded)

    def _turn(self, version, people, excluded):
        """Whose turn it is: some users, of whom one does."""
        here = self._may(version, people, excluded)[1]
        if here:
            return here
        return people.decider(version.department_id, version.company_id, excluded)[0]
