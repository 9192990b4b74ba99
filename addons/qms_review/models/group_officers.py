from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Mandate
from odoo.addons.qms.tools.people import People

IN_USE = Domain("active", "=", True)
# who holds an office -> who holds it while he is away or gone
DEPUTIES = {
    "chair_id": "chair_deputy_id",
    "secretary_id": "secretary_deputy_id",
}
ROLES = {"chair_id": "chair", "secretary_id": "secretary"}
OFFICES = (*DEPUTIES, *DEPUTIES.values())


def _seat(title, words, beside=None):
    """A field for the account of somebody, other than the one in ``beside``."""
    other = f", ('id', '!=', {beside})" if beside else ""
    return fields.Many2one(
        "res.users",
        title,
        index="btree_not_null",
        domain=f"[('share', '=', False){other}]",
        tracking=True,
        help=words,
    )


class QmsGroupOfficers(models.AbstractModel):
    """Chair and secretary of a group, and who acts for them.

    A deputy decides nothing while the officer is here; in his place he decides on his
    behalf. What both may prepare they may always.
    """

    _name = "qms.group.officers"
    _description = "Chair and secretary of a group"
    _inherit = ["qms.holding.mixin"]

    chair_id = _seat("Chair", "Calls the meetings and approves the minutes.")
    chair_deputy_id = _seat(
        "Deputy of the chair",
        "Decides in the chair's place while the chair is away.",
        beside="chair_id",
    )
    secretary_id = _seat("Secretary", "Prepares the agenda and writes the minutes.")
    secretary_deputy_id = _seat(
        "Deputy of the secretary",
        "Calls meetings and writes minutes while the secretary is away.",
        beside="secretary_id",
    )

    @api.constrains(*OFFICES, "company_id", "company_ids")
    def _check_officers(self):
        for group in self:
            # sudo: kind and companies of an account
            known = group.sudo()
            for user in known._officers():
                if user.share or not user.company_ids & known._companies():
                    raise ValidationError(
                        self.env._("%s does not work here.", user.name)
                    )

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._seat_officers()
        return groups

    def write(self, vals):
        result = super().write(vals)
        if not set(OFFICES).isdisjoint(vals):
            self._seat_officers()
            self.meeting_ids._sync_duties()
            self.terms_ids._sync_duties()
        return result

    def _officers(self):
        return self.env["res.users"].union(*(self[name] for name in OFFICES))

    def _seat_officers(self):
        """Chair, secretary and their deputies are members."""
        self.env["qms.group.member"].create(
            [
                {"group_id": group.id, "user_id": user.id}
                for group in self
                for user in group._officers() - group.member_ids.user_id
            ]
        )

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _office_mandate(self, *names):
        """The current user's mandate in the first of these offices that he holds."""
        # sudo: who leads it
        group, user = self.sudo(), self.env.user
        for name in names:
            if user and user == group[name]:
                return Mandate(ROLES[name])
        for name in names:
            if user and user == group._deputy_acting(name):
                return Mandate("deputy", group[name].id or False)
        return None

    def _mandate_lead(self):
        """Chair and secretary, who acts for them, and the quality managers."""
        mandate = self._office_mandate("chair_id", "secretary_id")
        return mandate or self._mandate_manager()

    def _mandate_manager(self):
        # sudo: whose it is
        return self.env.user._qms_manager_mandate(self.sudo().company_id)

    def _deputy_acting(self, name):
        """The deputy of this office, if he is here and its holder is not."""
        deputy = self[DEPUTIES[name]]
        if self._is_here(self[name]) or not self._is_here(deputy):
            return deputy.browse()
        return deputy

    def _is_here(self, user):
        return (
            bool(user)
            and user._qms_works_here()
            and not People.of(self.env).is_away(user)
        )

    def _officer(self, *names):
        """Whoever acts in the first of these offices that somebody acts in."""
        for name in names:
            if deputy := self._deputy_acting(name):
                return deputy
            if self[name]._qms_works_here():
                return self[name]
        return self.env["res.users"]

    def _behalf_of(self, user, *names):
        """The id of the officer for whom ``user`` acts; ``False``: for nobody."""
        for name in names:
            if user == self[name]:
                return False
            if user and user == self._deputy_acting(name):
                return self[name].id
        return False

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        held = (Holding(name, IN_USE) for name in OFFICES)
        return (*super()._get_holdings(), *held)

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """One person does not both write and approve, nor stand in for himself."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        others = {
            "chair_id": ("secretary_id", "chair_deputy_id"),
            "secretary_id": ("chair_id", "secretary_deputy_id"),
            "chair_deputy_id": ("chair_id",),
            "secretary_deputy_id": ("secretary_id",),
        }
        for other in others.get(holding.field, ()):
            refused |= Domain(other, "=", heir.id)
        return refused
