from odoo.addons.qms_deviation.tests.common import DeviationCase

DAY = ("2026-04-14 07:00:00", "2026-04-14 13:00:00")
NEXT_DAY = {"date_start": "2026-04-15 07:00:00", "date_end": "2026-04-15 13:00:00"}


class AuditCase(DeviationCase):
    """The home care is audited by ``auditor`` of the administration.

    ``second`` is another auditor, ``owner`` answers for the programme (and is no
    quality manager), ``foreign`` is an auditor of a company of the same group.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._auditor("auditor")
        cls.second = cls._auditor("second")
        cls.owner = cls._new_user("owner")
        cls._new_employee(cls.owner, cls.administration)
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch", "parent_id": cls.company.id}
        )
        cls.clause = cls.env.ref("qms.iso9001_2015_8_5_1")
        cls.process = cls.env["qms.process"].create(
            {
                "name": "Medicine",
                "company_id": cls.company.id,
                "requirement_ids": cls.clause.ids,
            }
        )
        cls.question = cls._question("How is medicine stored?")

    @classmethod
    def _auditor(cls, login, unit=None, company=None):
        user = cls._new_user(login, "qms.group_auditor", company)
        cls._new_employee(user, unit or cls.administration)
        return user

    @classmethod
    def _employee(cls, user):
        return cls.env["hr.employee"].search([("user_id", "=", user.id)])

    @classmethod
    def _question(cls, text, **kwargs):
        values = {
            "text": text,
            "requirement_ids": cls.clause.ids,
            "company_id": cls.company.id,
            **kwargs,
        }
        return cls.env["qms.audit.question"].create(values)

    @classmethod
    def _programme(cls, **kwargs):
        values = {
            "name": "Audits 2026",
            "company_id": cls.company.id,
            "owner_id": cls.owner.id,
            "approver_id": cls.director.id,
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            "objective": "See whether the system works",
            "scope": "Home care",
            "methods": "Talks, records, rounds",
            "responsibilities": "The owner plans, lead auditors carry out",
            "risks": "Too few auditors: two are trained in spring",
            "line_ids": [(0, 0, {"department_id": cls.home_care.id})],
            **kwargs,
        }
        programmes = cls.env["qms.audit.programme"].with_user(cls.manager)
        return programmes.create(values)

    @classmethod
    def _audit(cls, lead=None, user=None, **kwargs):
        """A planned audit of the home care, seen by its lead auditor."""
        values = {
            "name": "Medicine in the home care",
            "company_id": cls.company.id,
            "objective": "Is medicine handled safely?",
            "scope": "Storage and handing out, this year",
            "department_ids": cls.home_care.ids,
            "requirement_ids": cls.clause.ids,
            "date_planned": "2026-04-14",
            "lead_id": (lead or cls.auditor).id,
            **kwargs,
        }
        audit = cls.env["qms.audit"].with_user(user or cls.manager).create(values)
        return audit.with_user(lead or cls.auditor)

    @classmethod
    def _scheduled(cls, **kwargs):
        times = {"date_start": DAY[0], "date_end": DAY[1]}
        audit = cls._audit(**{**times, **kwargs})
        audit.action_draw_checklist()
        audit.action_schedule()
        return audit

    @classmethod
    def _running(cls, **kwargs):
        audit = cls._scheduled(**kwargs)
        audit.action_start()
        return audit

    @classmethod
    def _concluded(cls, answer="minor", **kwargs):
        """Carried out; its one question answered with ``answer``."""
        audit = cls._running(**kwargs)
        audit.answer_ids.write({"answer": answer, "note": "The cabinet stood open"})
        audit.action_conclude()
        return audit

    @classmethod
    def _write_report(cls, audit):
        audit.report_ids.write(
            {
                "conclusion": "Medicine is handled safely, but for one cabinet",
                "suitable": "yes",
                "suitable_because": "The procedure fits the work",
                "effective": "partly",
                "effective_because": "One cabinet stood open",
            }
        )

    @classmethod
    def _reported(cls, **kwargs):
        audit = cls._concluded(**kwargs)
        cls._write_report(audit)
        audit.action_report()
        return audit

    @classmethod
    def _followed_up(cls, **kwargs):
        audit = cls._reported(**kwargs)
        audit.with_user(cls.leader).action_accept()
        return audit

    @classmethod
    def _settle_case(cls, case):
        """Take the case of a finding through to its proven effect."""
        case = case.sudo().with_user(cls.leader)
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
        case.action_treat()
        action = cls._new_action(
            cls.leader, res_model="qms.deviation", res_id=case.id, name="New lock"
        )
        action.action_submit()
        action.with_user(cls.head).action_approve()
        doer = action.with_user(cls.aide)
        doer.result = "The lock was changed"
        doer.action_complete()
        case.action_verify()
        action.with_user(cls.leader).action_confirm_effect(reason="Checked")
        case.write(
            {
                "system_change": "no",
                "risks_updated": "na",
                "summary": "A cabinet with a broken lock stood open.",
                "answer": "Thank you, the lock is new.",
            }
        )
        case.action_close()

    @classmethod
    def _closed_audit(cls, **kwargs):
        audit = cls._followed_up(**kwargs)
        audit.finding_ids.action_raise()
        for finding in audit.finding_ids:
            cls._settle_case(finding.sudo().deviation_id)
        audit.action_close()
        return audit
