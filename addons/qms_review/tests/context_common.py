from odoo import Command

from odoo.addons.qms.tests.common import QmsCase


class ContextCase(QmsCase):
    """The town with risks, factors, a committee and a programme to be made."""

    @classmethod
    def _risk(cls, user=None, **kwargs):
        """A risk of the home care, described by its leader; the nurse answers."""
        values = {
            "name": "The only one who knows the pump leaves",
            "company_id": cls.company.id,
            "department_id": cls.home_care.id,
            "owner_id": cls.nurse.id,
            "cause": "One person alone",
            "effect": "Nobody starts it",
            "consequence": "4",
            "likelihood": "3",
            **kwargs,
        }
        risk = cls.env["qms.risk"].with_user(user or cls.leader).create(values)
        return risk.with_user(risk.sudo().owner_id)

    @classmethod
    def _assessed(cls, **kwargs):
        risk = cls._risk(**kwargs)
        risk.action_assess()
        return risk

    @classmethod
    def _treated(cls, done=True, **kwargs):
        """Measures begun, and carried out by the aide."""
        risk = cls._assessed(**kwargs)
        action = cls._new_action(
            cls.leader,
            name="Train a second one",
            res_model="qms.risk",
            res_id=risk.id,
            type_id=cls.env.ref("qms.action_type_preventive").id,
        )
        risk.action_treat()
        if done:
            action.action_submit()
            if action.state == "proposed":
                action.with_user(cls.head).action_approve()
            doer = action.with_user(cls.aide)
            doer.result = "Trained"
            doer.action_complete()
            if action.state == "verification":
                action.with_user(cls.leader).action_confirm_effect(reason="Seen")
        return risk

    @classmethod
    def _controlled(cls, **kwargs):
        risk = cls._treated(**kwargs)
        risk.write({"consequence_after": "4", "likelihood_after": "1"})
        risk.with_user(cls.leader).action_judge(reason="Two can start it")
        return risk

    @classmethod
    def _factor(cls, **kwargs):
        values = {
            "name": "Fewer children start school",
            "company_id": cls.company.id,
            "owner_id": cls.nurse.id,
            "how_met": "Classes are planned together",
            **kwargs,
        }
        factor = cls.env["qms.factor"].with_user(cls.team).create(values)
        return factor.with_user(cls.nurse)

    @classmethod
    def _stakeholder(cls, **kwargs):
        values = {
            "name": "Relatives",
            "company_id": cls.company.id,
            "owner_id": cls.nurse.id,
            **kwargs,
        }
        model = cls.env["qms.stakeholder"].with_user(cls.manager)
        return model.create(values).with_user(cls.nurse)

    @classmethod
    def _review(cls, **kwargs):
        values = {"company_id": cls.company.id, "owner_id": cls.manager.id, **kwargs}
        return cls.env["qms.context.review"].with_user(cls.manager).create(values)

    @classmethod
    def _answer_climate(cls, review):
        review.write(
            {
                "climate_relevant": "yes",
                "climate_because": "Heat waves in the homes",
                "climate_expected": "no",
                "conclusion": "As before",
            }
        )

    @classmethod
    def _committee(cls, **kwargs):
        values = {
            "name": "Cooperation committee",
            "company_id": cls.company.id,
            "secretary_id": cls.head.id,
            "user_ids": [Command.set([cls.aide.id, cls.leader.id])],
            **kwargs,
        }
        return cls.env["qms.committee"].with_user(cls.manager).create(values)

    @classmethod
    def _consultation(cls, committee=None, **kwargs):
        values = {
            "name": "New shifts",
            "body": "Shifts begin at six",
            "company_id": cls.company.id,
            "committee_id": (committee or cls._committee()).id,
            **kwargs,
        }
        return cls.env["qms.consultation"].with_user(cls.nurse).create(values)

    @classmethod
    def _programme(cls, user=None, **kwargs):
        """Led by the nurse, steered by the head, with one figure measured before."""
        values = {
            "name": "Fixed teams",
            "company_id": cls.company.id,
            "leader_id": cls.nurse.id,
            "steering_user_ids": [Command.set(cls.head.ids)],
            "project_user_ids": [Command.set(cls.aide.ids)],
            "aim": "Fewer faces in each home",
            "plan": "One unit after the other",
            "date_start": "2026-03-02",
            "date_end": "2026-12-31",
            "measure_ids": [
                Command.create(
                    {
                        "name": "Satisfied citizens",
                        "by_citizens": True,
                        "value_before": 60,
                        "date_before": "2026-02-01",
                        "source_before": "Survey",
                    }
                )
            ],
            **kwargs,
        }
        model = cls.env["qms.improvement.programme"].with_user(user or cls.manager)
        programme = model.create(values)
        return programme.with_user(programme.leader_id)

    @classmethod
    def _running(cls, **kwargs):
        programme = cls._programme(**kwargs)
        programme.with_user(cls.head).action_start()
        return programme

    def _last(self, record):
        decision = self._decisions(record)[-1]
        return decision.verb, decision.role
