import json

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.tools import file_open

from odoo.addons.qms.tools.people import People


class QmsReviewDemo(models.AbstractModel):
    """Two management reviews of the demo municipality: one signed, one open.

    Every step is taken by the person whose turn it is, through the public methods.
    """

    _name = "qms.review.demo"
    _description = "Demo reviews"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        code = self.env["qms.demo"]._language()
        say = self.env["qms.demo"]._speaker("qms_review/demo/reviews", code)
        with file_open("qms_review/demo/reviews.json") as file:
            story = json.load(file)
        narrator = self.with_context(
            qms_people=People(self.env), lang=code, tracking_disable=True
        )
        company = self.env.ref("qms.demo_company_municipality")
        manager = self.env.ref("qms.demo_user_quality_manager")
        director = self.env.ref("qms.demo_user_director")
        head = self.env.ref("qms.demo_user_head")
        company.qms_management_ids = director | head
        today = company._qms_today()
        last = narrator._open_review(today - relativedelta(years=1), manager, director)
        answers = {**story["answers"]}
        del answers["earlier"]
        narrator._answer(last, {**story, "answers": answers}, say)
        last.action_send()
        narrator._hold(narrator._as(last, director), story, say)
        narrator._tell_public(last, story, say, manager, director)
        running = narrator._open_review(today, manager, director)
        some = {"answers": dict(list(story["answers"].items())[:4]), "nothing": {}}
        narrator._answer(running, some, say)
        # as after its first night
        self.env.ref("qms.ir_cron_indicators")._trigger()

    def _as(self, records, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return records.with_user(user).with_context(**self.env.context, **companies)

    def _open_review(self, day, owner, signer):
        company = self.env.ref("qms.demo_company_municipality")
        since, until = self.env["qms.review"]._period_before(day)
        reviews = self._as(self.env["qms.review"], owner)
        return reviews.create(
            {
                "company_id": company.id,
                "date_from": since,
                "date_to": until,
                "date_meeting": min(day, fields.Date.context_today(self)),
                "owner_id": owner.id,
                "signer_id": signer.id,
            }
        )

    def _answer(self, review, story, say):
        for name, text in story["answers"].items():
            asked = self.env.ref(f"qms_review.review_input_{name}")
            line = review.line_ids.filtered(lambda each, a=asked: each.input_id == a)
            line.assessment = say(text)
        for name, text in story["nothing"].items():
            asked = self.env.ref(f"qms_review.review_input_{name}")
            line = review.line_ids.filtered(lambda each, a=asked: each.input_id == a)
            line.nothing_because = say(text)
        if story["nothing"]:
            for line in review.line_ids.filtered("is_red"):
                line.nothing_because = say(story["no_data"])

    def _hold(self, review, story, say):
        """The meeting: who is there, what is decided; signed, and one thing is done."""
        review.sudo().date_meeting = fields.Date.context_today(self)
        employees = self.env["hr.employee.public"].search(
            [("user_id", "in", [review.env.uid, review.owner_id.id])]
        )
        owners = {
            name: self.env.ref(f"qms.demo_user_{name}").id
            for name in ("leader", "head")
        }
        review.write(
            {
                "conclusion": say(story["conclusion"]),
                "nothing_because": say(story["nothing_else"]),
                "present_ids": [Command.set(employees.ids)],
                "outcome_ids": [
                    Command.create(
                        {
                            "kind": row["kind"],
                            "name": say(row["name"]),
                            "owner_id": owners[row["owner"]],
                            "date_deadline": fields.Date.add(
                                review.date_meeting, days=row["days"]
                            ),
                        }
                    )
                    for row in story["decided"]
                ],
            }
        )
        review.action_sign()
        done = review.outcome_ids[0].action_id
        done = self._as(done, done.owner_id)
        done.result = say(story["result"])
        done.action_complete()

    def _tell_public(self, review, story, say, owner, signer):
        summary = self._as(review.summary_ids, owner)
        figures = review.figure_ids.filtered("has_data")[:6]
        summary.write(
            {
                **{name: say(text) for name, text in story["summary"].items()},
                "figure_ids": [Command.set(figures.ids)],
                "is_read_through": True,
                "is_public": True,
            }
        )
        self._as(summary, signer).action_release()
