from .common import DeviationCase


class TypesCase(DeviationCase):
    """Cases of every type, from the home care that ``leader`` leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.type_proposal = ref("qms_deviation.type_proposal")
        cls.type_complaint = ref("qms_deviation.type_complaint")
        cls.type_praise = ref("qms_deviation.type_praise")
        cls.type_near_miss = ref("qms_deviation.type_near_miss")

    @classmethod
    def _proposal(cls, **kwargs):
        return cls._case(type_id=cls.type_proposal.id, **kwargs)

    @classmethod
    def _complaint(cls, **kwargs):
        """Entered by the nurse from a call."""
        return cls._case(
            **{
                "type_id": cls.type_complaint.id,
                "sender_name": "Karen Citizen",
                "sender_address": "Long Street 1",
                "sender_email": "karen@example.test",
                **kwargs,
            }
        )

    @classmethod
    def _praised(cls, **kwargs):
        return cls._case(type_id=cls.type_praise.id, **kwargs)

    def _report_of(self, case):
        return case.sudo().report_ids.with_user(self.nurse)

    def _mails(self, subject):
        return self.env["mail.mail"].search([("subject", "ilike", subject)])

    def _last(self, case):
        return self._decisions(case)[-1]

    def _sort(self, cases, kind="all", user=None, **values):
        """As entered on the screen."""
        user = user or self.leader
        return (
            self.env["qms.deviation.sort"]
            .with_user(user)
            .create({"deviation_ids": cases.ids, "kind": kind, **values})
            .action_confirm()
        )
