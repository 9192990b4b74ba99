from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

EFFECTS = [("had", "Had effect"), ("partly", "Some effect"), ("none", "No effect")]
# what the two agreed on stands once the talk was held
AGREED = {"course_id", "name", "skill_id", "review_id"}


class QmsCompetenceReviewCourse(models.Model):
    """A course that leader and employee agreed on, and later what it changed.

    The effect judges the course, not the person (ISO 9001 7.2 c).
    """

    _name = "qms.competence.review.course"
    _description = "Agreed course"
    _inherit = ["qms.mask.values", "qms.text.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True
    _mask_fields = ("name", "effect_text")

    review_id = fields.Many2one(
        "qms.competence.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    course_id = fields.Many2one(
        "qms.course",
        "From the list",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char("Course", required=True)
    skill_id = fields.Many2one("hr.skill", "Gives", ondelete="restrict")
    date_deadline = fields.Date("By", required=True)
    date_taken = fields.Date("Taken on", readonly=True)
    effect = fields.Selection(EFFECTS, "Effect of the course")
    effect_text = fields.Char("What it changed in the work")
    is_dropped = fields.Boolean("Given up")
    is_over = fields.Boolean(compute="_compute_is_over")

    @api.depends("effect", "is_dropped")
    def _compute_is_over(self):
        for course in self:
            course.is_over = bool(course.effect or course.is_dropped)

    @api.constrains("effect")
    def _check_effect(self):
        if self.filtered(lambda course: course.effect and not course.date_taken):
            raise UserError(self.env._("A course is judged once it was taken."))

    @api.onchange("course_id")
    def _onchange_course_id(self):
        if self.course_id:
            self.name = self.course_id.name
            self.skill_id = self.course_id.gives_ids[:1].skill_id

    @api.model_create_multi
    def create(self, vals_list):
        # said, so that no context says otherwise
        start = {} if self.env.su else {"date_taken": False}
        courses = super().create([{**vals, **start} for vals in vals_list])
        courses._check_open()
        courses.review_id._sync_duties()
        return courses

    def write(self, vals):
        self._check_open(vals)
        former = self.review_id
        result = super().write(vals)
        if "review_id" in vals:
            self._check_open()
        (former | self.review_id)._sync_duties()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        # sudo: the state alone
        if not self.env.su and self.sudo().review_id.filtered("date_held"):
            raise UserError(
                self.env._("What was agreed on stands; say that it was given up.")
            )

    def _check_open(self, vals=()):
        if self.env.su:
            return
        for course in self:
            review = course.review_id
            if review.is_closed or (review.state == "held" and AGREED & set(vals)):
                raise UserError(self.env._("What was agreed on stands as it is."))
            if not review._mandate_hold():
                raise AccessError(self.env._("Whoever holds the talk writes this."))
            if "effect" in vals and not course.date_taken:
                raise UserError(self.env._("A course is judged once it was taken."))
            if "date_taken" in vals:
                raise AccessError(self.env._("This step is not yours to take."))

    def action_taken(self):
        """The course was taken, today; said by whoever it is about or his leader."""
        self.check_access("read")
        # sudo: whose it is
        known = self.sudo()
        for course in known:
            review = course.review_id
            own = review.employee_id.user_id == self.env.user
            if not own and not review.with_env(self.env)._mandate_hold():
                raise AccessError(self.env._("This step is not yours to take."))
            if review.state != "held" or course.is_over:
                raise UserError(self.env._("This course is not waited for."))
        for company, courses in known.grouped("company_id").items():
            waiting = courses.filtered(lambda course: not course.date_taken)
            waiting.date_taken = company._qms_today()
        return True


class QmsCompetenceReviewGap(models.Model):
    """What somebody was missing when the talk was held, and how it is today."""

    _name = "qms.competence.review.gap"
    _description = "Gap at a competence review"
    _order = "skill_id, id"
    _rec_name = "skill_id"

    review_id = fields.Many2one(
        "qms.competence.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    skill_id = fields.Many2one(
        "hr.skill", "Competence", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [("soon", "expires soon"), ("expired", "expired"), ("missing", "missing")],
        "At the talk",
        required=True,
    )
    date_until = fields.Date("Until")
    state_now = fields.Selection(
        [
            ("has", "has it"),
            ("more", "has more"),
            ("soon", "expires soon"),
            ("expired", "expired"),
            ("missing", "missing"),
        ],
        "Today",
        compute="_compute_state_now",
        help="Empty: no longer required.",
    )

    @api.depends("review_id", "skill_id")
    def _compute_state_now(self):
        # sudo: hr.employee - what is missing, of whom the reader may read the review
        verdicts = self.sudo().review_id.employee_id._competence_verdicts()
        for gap in self:
            person = gap.sudo().review_id.employee_id.id
            found = verdicts.get(person, {}).get(gap.skill_id.id)
            gap.state_now = found.state if found else False
