from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from .duty_sync import AT_ONCE

# only what belongs to the unit he had is asked about
OF_ONE_UNIT = ("moved", "job")


class Post(NamedTuple):
    """Where somebody worked until now, and why he does no longer."""

    company: object
    unit: object
    cause: str


class QmsSuccessionAsking(models.AbstractModel):
    """When handing on is asked for by itself: somebody left, or changed job.

    Who left is asked about in full, in each company. Who works on, in another unit or
    job, is asked about to the leader he had, as far as it belongs to that unit; what
    knows no unit stays with him.
    """

    _name = "qms.succession.asking"
    _description = "When work is to be handed on"

    cause = fields.Selection(
        [
            ("begun", "Begun by hand"),
            ("left", "Works here no longer"),
            ("moved", "Works in another unit"),
            ("job", "Has another job"),
            ("account", "Has another login, or none"),
        ],
        "Asked for because",
        default="begun",
        required=True,
        readonly=True,
        copy=False,
    )
    from_unit_id = fields.Many2one(
        "hr.department",
        "Left unit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Whose leader is asked.",
    )

    def _is_of_one_unit(self):
        return self.cause in OF_ONE_UNIT and bool(self.from_unit_id)

    def _is_asked(self):
        """Whether somebody owes it."""
        if self.cause in ("begun", "left"):
            return self.has_left
        return any(line._has_open() for line in self.line_ids)

    def _is_for_managers(self):
        """Whether all that is left is theirs alone to hand on."""
        held = self.line_ids.filtered(lambda line: line._has_open())
        return bool(held) and all(line._holding().manager_only for line in held)

    def _scope_domain(self, model):
        """What of ``model`` it is about."""
        if not self._is_of_one_unit():
            return Domain.TRUE
        post = Post(self.company_id, self.from_unit_id, self.cause)
        return model._in_units_domain(self._units_left(self.user_id, post))

    @api.model
    def _units_left(self, user, post):
        """The unit he had and those below, without where of these he works now."""
        # sudo: structure only
        unit = post.unit.sudo()
        units = (unit | unit.qms_today_id)._qms_subtree()
        if post.cause == "moved":
            now = self._posts(user, post.company) & units
            units -= now._qms_subtree()
        return units

    @api.model
    def _posts(self, users, company):
        """The units these users work in now."""
        # sudo: structure only
        employees = self.env["hr.employee"].sudo().with_context(version_id=False)
        return employees.search(
            [("user_id", "in", users.ids), ("company_id", "=", company.id)]
        ).department_id

    # ------------------------------------------------------------
    # Somebody left
    # ------------------------------------------------------------

    @api.model
    def _people_changed(self, users):
        """Ask for it where somebody left; no longer where he is back."""
        # sudo: the system asks, whoever closed the account
        model = self.sudo()
        users = users.sudo()
        begun = model.search([("user_id", "in", users.ids), ("state", "=", "draft")])
        left = users.filtered(
            lambda user: not user.share and not user._qms_works_here()
        )
        begun.filtered(lambda each: each.user_id in left)._widen()
        model._ask_for(left)
        begun._sync_duties()
        for succession in begun.filtered(lambda each: each.user_id not in left):
            succession._give_back()

    def _widen(self):
        """Of who changed job first and then left, everything is asked about."""
        whole = self.filtered(lambda each: not each._is_of_one_unit())
        known = {(each.user_id, each.company_id) for each in whole}
        for succession in self - whole:
            person = succession.user_id, succession.company_id
            if person not in known:
                known.add(person)
                succession.write({"cause": "left", "from_unit_id": False})
                succession.action_collect()

    @api.model
    def _ask_for(self, users):
        begun = self.search(
            [("user_id", "in", users.ids), ("state", "in", ("draft", "running"))]
        ).filtered(lambda each: not each._is_of_one_unit())
        known = {(each.user_id.id, each.company_id.id) for each in begun}
        self.create(
            [
                {"user_id": user.id, "company_id": company.id, "cause": "left"}
                for user in users
                for company in user.company_ids
                if (user.id, company.id) not in known
                and self._have_anything(user, company)
            ]
        )

    def _ask_for_rest(self):
        """What a leader could not hand on, quality managers are asked for."""
        rest = self.filtered(
            lambda each: any(
                not line._is_kept() and line._has_open() and not line._is_mine()
                for line in each.line_ids
            )
        )
        self.create(
            [
                {
                    "user_id": each.user_id.id,
                    "company_id": each.company_id.id,
                    "from_unit_id": each.from_unit_id.id,
                    "cause": each.cause,
                }
                for each in rest
            ]
        )

    def _give_back(self):
        """Who is back owes again what his leader inherited meanwhile."""
        for line in self.line_ids:
            model = line._model()
            if hasattr(model, "_sync_duties"):
                records = model.search(line._open_domain(), limit=AT_ONCE + 1)
                if len(records) > AT_ONCE:
                    # sudo: the system's own scheduled action
                    self.env.ref("qms.ir_cron_resync_duties").sudo()._trigger()
                else:
                    records._sync_duties()

    # ------------------------------------------------------------
    # Somebody works on elsewhere
    # ------------------------------------------------------------

    @api.model
    def _posts_changed(self, changes):
        """Ask the leader he had, where somebody goes to another unit, job or login.

        :param changes: pairs of the place an employee had and the one he has
        """
        asked = {}
        for was, now in changes:
            if cause := self._cause_of(was, now):
                key = (was.company, was.unit, cause)
                asked.setdefault(key, set()).add(was.user)
        # sudo: the system asks, whoever moved the people
        env = self.sudo().env
        for (company, unit, cause), users in asked.items():
            post = Post(
                env["res.company"].browse(company),
                env["hr.department"].browse(unit or ()),
                cause,
            )
            env[self._name]._ask_for_posts(env["res.users"].browse(users), post)

    @api.model
    def _cause_of(self, was, now):
        if not was.user or not was.active or not now.active:
            return None
        if was.user != now.user:
            return "account"
        if was.unit and (was.unit, was.company) != (now.unit, now.company):
            return "moved"
        # a job that is named for the first time is no other one
        is_other = was.job and now.job and was.job != now.job
        return "job" if was.unit and is_other else None

    @api.model
    def _ask_for_posts(self, users, post):
        users = users.filtered(lambda user: user._qms_works_here())
        asked = self._asked_for(users, post.company)
        users -= asked.filtered(lambda each: each._asks_for(post)).user_id
        # of many who are moved at once, hardly anybody answers for anything
        if not users or not self._have_anything(users, post.company):
            return
        self.create(
            [
                {
                    "user_id": user.id,
                    "company_id": post.company.id,
                    "from_unit_id": post.unit.id,
                    "cause": post.cause,
                }
                for user in users
                if self._leaves_anything(user, post, asked)
            ]
        )

    @api.model
    def _asked_for(self, users, company):
        """What these users are asked about already."""
        return self.search(
            [
                ("user_id", "in", users.ids),
                ("company_id", "=", company.id),
                ("state", "in", ("draft", "running")),
                ("cause", "!=", "begun"),
            ]
        )

    def _asks_for(self, post):
        return not self._is_of_one_unit() or self.from_unit_id == post.unit

    @api.model
    def _leaves_anything(self, user, post, asked):
        """Whether there is anything for which nobody is asked yet."""
        if post.cause not in OF_ONE_UNIT:
            return self._have_anything(user, post.company)
        own = asked.filtered(lambda each: each.user_id == user)
        units = self._units_left(user, post) - own.from_unit_id._qms_subtree()
        return self._have_anything(user, post.company, units)

    @api.model
    def _have_anything(self, users, company, units=None):
        """Whether one of these users answers for anything, in these units."""
        for name in self.env["qms.holding.mixin"]._held_models():
            # sudo: whether there is anything
            model = self.env[name].sudo().with_company(company)
            model = model.with_context(active_test=False)
            held = Domain.OR(
                model._held_domain(h, users, company) for h in model._get_holdings()
            )
            if units is not None:
                held &= model._in_units_domain(units)
            if model.search_count(held, limit=1):
                return True
        return False
