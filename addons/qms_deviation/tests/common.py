from odoo.addons.qms.tests.common import QmsCase


class DeviationCase(QmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_deviation = cls.env.ref("qms_deviation.type_deviation")
        cls.requirement = cls.env["qms.requirement"].create(
            {
                "name": "Medicine is kept locked",
                "kind": "procedure",
                "company_id": False,
            }
        )

    @classmethod
    def _report(cls, user=None, **kwargs):
        """A report by the nurse (or ``user``) from the home care."""
        values = {
            "description": "The medicine cabinet stood open",
            "department_id": cls.home_care.id,
            "company_id": cls.company.id,
            "type_id": cls.type_deviation.id,
            **kwargs,
        }
        return cls.env["qms.report"].with_user(user or cls.nurse).create(values)

    @classmethod
    def _case(cls, user=None, **kwargs):
        """The case of a new report, seen by the unit's leader."""
        report = cls._report(user, **kwargs)
        return report.sudo().deviation_ids.with_user(cls.leader)

    @classmethod
    def _analysed(cls, **kwargs):
        case = cls._case(requirement_id=cls.requirement.id, **kwargs)
        case.action_analyse()
        case.write(
            {
                "correction": "The cabinet was locked",
                "consequence": "3",
                "likelihood": "3",
                "cause": "The lock is broken",
                "cause_kind_id": cls.env.ref("qms_deviation.cause_equipment").id,
                "similar": "no",
            }
        )
        return case

    @classmethod
    def _treated(cls, **kwargs):
        """In treatment, with one action carried out by the aide."""
        case = cls._analysed(**kwargs)
        case.action_treat()
        action = cls._new_action(
            cls.leader,
            res_model="qms.deviation",
            res_id=case.id,
            name="New lock",
        )
        action.action_submit()
        action.with_user(cls.head).action_approve()
        doer = action.with_user(cls.aide)
        doer.result = "The lock was changed"
        doer.action_complete()
        return case

    @classmethod
    def _closed(cls, **kwargs):
        case = cls._treated(**kwargs)
        case.action_verify()
        case.action_ids.with_user(cls.leader).action_confirm_effect(reason="Checked")
        case.write(
            {
                "system_change": "no",
                "risks_updated": "na",
                "summary": "A cabinet with a broken lock stood open; the lock was "
                "changed.",
                "answer": "Thank you, the lock is new.",
            }
        )
        case.action_close()
        return case
