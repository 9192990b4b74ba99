class WorkRows:
    """Rows of what people owe, decide, erase, hand on and read; with ``RolesCase``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {"company_id": cls.company.id}
        cls.wizard = cls.env["qms.erase.now"].create(
            {"res_model": "qms.action", "res_id": 1, "line_ids": []}
        )
        cls.retained = cls.env["qms.retention.list"].create(
            {**company, "date_from": "2026-04-01"}
        )
        cls.succession = cls.env["qms.succession"].create(
            {**company, "user_id": cls.aide.id}
        )
        cls.change = cls.env["qms.unit.change"].create({**company, "kind": "rename"})
        cls._make_readings(company)

    @classmethod
    def _make_readings(cls, company):
        cls.worker = cls.env["hr.employee"].create({**company, "name": "Worker"})
        values = {
            **company,
            "name": "Sent",
            "body": "Read this",
            "unit_ids": cls.home_care.ids,
            "owner_id": cls.manager.id,
        }
        cls.sent = cls.env["qms.notice"].with_user(cls.manager).create(values)
        cls.sent.action_send()
        cls.round = cls.env["qms.reading.round"].create(
            {
                **company,
                "res_model": "qms.action",
                "res_id": 1,
                "date_deadline": "2026-03-31",
                "date_started": "2026-03-02",
            }
        )

    def _rows_of_actions(self, user):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        action = {
            **company,
            "name": "Action",
            "owner_id": self.aide.id,
            "department_id": self.home_care.id,
        }
        kind = self.env.ref("qms.action_type_communication")
        return {
            "action": ("qms.action", action, name),
            "action,own": ("qms.action", {**action, "author_id": user.id}, name),
            "action,to-do": ("qms.action", {**action, "owner_id": user.id}, name),
            "action,secret": ("qms.action", {**action, "confidential": 1}, name),
            "action.type": ("qms.action.type", {**name, "code": "other"}, name),
            "question": (
                "qms.question",
                {**name, "proposal": "x", "action_type_id": kind.id},
                {"days": 3},
            ),
        }

    def _rows_of_duties(self, user):
        record = {"res_model": "qms.action", "res_id": 1}
        duty = {
            **record,
            "company_id": self.company.id,
            "verb": "complete",
            "user_id": self.aide.id,
            "department_id": self.home_care.id,
            "date_deadline": "2026-03-31",
        }
        return {
            "duty": ("qms.duty", duty, {"verb": "verify"}),
            "duty,own": ("qms.duty", {**duty, "user_id": user.id}, {"verb": "verify"}),
        }

    def _rows_of_absences(self, user):
        period = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        later = {"date_to": "2026-04-30"}
        return {
            "deputy": (
                "qms.deputy",
                {**self._period(), "user_id": self.nurse.id, "deputy_id": self.aide.id},
                later,
            ),
            "deputy,own": (
                "qms.deputy",
                {**self._period(), "user_id": user.id, "deputy_id": self.aide.id},
                later,
            ),
            "absence": ("qms.absence", {**period, "user_id": self.aide.id}, later),
            "absence,own": ("qms.absence", {**period, "user_id": user.id}, later),
            "daily.list": (
                "qms.daily.list",
                {"user_id": self.aide.id, "date": "2026-03-02"},
                {"date": "2026-03-03"},
            ),
            "daily.list,own": (
                "qms.daily.list",
                {"user_id": user.id, "date": "2026-03-02"},
                {"date": "2026-03-03"},
            ),
        }

    def _rows_of_decisions(self):
        record = {"res_model": "qms.action", "res_id": 1}
        erase = {"res_ids": "1", "reason": "x"}
        return {
            "decision": (
                "qms.decision",
                {
                    **record,
                    "sequence": 1,
                    "date": "2026-03-02",
                    "verb": "x",
                    "company_ref": self.company.id,
                    "digest": "x",
                },
                {"verb": "y"},
            ),
            "decision.detail": (
                "qms.decision.detail",
                {"decision_ref": -1, "person": "x"},
                {"person": "y"},
            ),
            "decision.seal": (
                "qms.decision.seal",
                {"number": -1, "date": "2026-03-02", "digest": "x"},
                {"digest": "y"},
            ),
            "check": ("qms.decision.check", {}, {"problems": "y"}),
            "check,own": ("qms.decision.check", {}, {"problems": "y"}),
            "round": ("qms.decision.round", {}, {"problems": "y"}),
            "erase": ("qms.decision.erase", erase, {"reason": "y"}),
            "erase,own": ("qms.decision.erase", erase, {"reason": "y"}),
        }

    def _rows_of_erasing(self):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        record = {"res_model": "qms.action", "res_id": 1}
        now = {**record, "line_ids": []}
        line = {"wizard_id": self.wizard.id, "key": "x"}
        return {
            "erase.now": ("qms.erase.now", now, {"res_id": 2}),
            "erase.now,own": ("qms.erase.now", now, {"res_id": 2}),
            "erase.line": ("qms.erase.now.line", line, {"chosen": True}),
            "erase.line,own": ("qms.erase.now.line", line, {"chosen": True}),
            "legal.ground": ("qms.legal.ground", {**company, **name}, name),
            "about": ("qms.about.person", {}, {"file_name": "x"}),
            "about,own": ("qms.about.person", {}, {"file_name": "x"}),
        }

    def _rows_of_retention(self):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        record = {"res_model": "qms.action", "res_id": 1}
        kinds = self.env["qms.retained.mixin"]._retained_models()
        rule = {
            "name": "Rule",
            "res_model": kinds[0]._name if kinds else False,
            "ground_id": self.env.ref("qms.ground_needless").id,
        }
        reason = {
            "res_model": "qms.action",
            "res_ids": "1",
            "reason": "x",
            "transition": "approve",
        }
        return {
            "retention.rule": ("qms.retention.rule", {**company, **rule}, name),
            "retention.list": (
                "qms.retention.list",
                {**company, "date_from": "2026-04-01"},
                {"date_from": "2026-04-02"},
            ),
            "retention.line": (
                "qms.retention.line",
                {**record, "list_id": self.retained.id, "date_due": "2026-04-01"},
                {"archived": True},
            ),
            "reason": ("qms.reason", reason, {"reason": "y"}),
            "reason,own": ("qms.reason", reason, {"reason": "y"}),
        }

    def _rows_of_changes(self):
        company, why = {"company_id": self.company.id}, {"reason": "y"}
        kind = {"res_model": "qms.action", "field_name": "owner_id"}
        return {
            "succession": ("qms.succession", {**company, "user_id": self.aide.id}, why),
            "succession.part": (
                "qms.succession.line",
                {**kind, "succession_id": self.succession.id},
                {"heir_id": self.nurse.id},
            ),
            "unit.change": ("qms.unit.change", {**company, "kind": "rename"}, why),
            "unit.part": (
                "qms.unit.change.line",
                {**kind, "change_id": self.change.id},
                {"moved_count": 1},
            ),
            "ownerless": (
                "qms.ownerless",
                {
                    **company,
                    "res_model": "qms.action",
                    "res_id": 1,
                    "reason": "nobody",
                    "date_found": "2026-03-01",
                },
                {"reason": "unreachable"},
            ),
            "filing": (
                "qms.filing",
                {
                    **company,
                    "res_model": "qms.action",
                    "res_id": 1,
                    "outlet": "qms.filing.outlet",
                },
                {"state": "placed"},
            ),
        }

    def _rows_of_reading(self, user):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        unit = {**company, "department_id": self.home_care.id}
        notice = {**company, **name, "unit_ids": [], "owner_id": self.aide.id}
        text = {"round_id": self.round.id}
        return {
            "notice": ("qms.notice", notice, name),
            "notice,own": ("qms.notice", {**notice, "owner_id": user.id}, name),
            "notice.answer": (
                "qms.notice.answer",
                {"notice_id": self.sent.id, "text": "Why?"},
                {"reply": "Because"},
            ),
            "reading.round": (
                "qms.reading.round",
                {
                    **company,
                    "res_model": "qms.action",
                    "res_id": 1,
                    "date_deadline": "2026-03-31",
                    "date_started": "2026-03-02",
                },
                {"date_ended": "2026-03-03"},
            ),
            "reading": (
                "qms.reading",
                {
                    **unit,
                    **text,
                    "employee_id": self.worker.id,
                    "date_deadline": "2026-03-31",
                },
                {"state": "read"},
            ),
            "reading.claim": (
                "qms.reading.claim",
                {**unit, **text, "text": "Kim", "date": "2026-03-02"},
                {"text": "Bo"},
            ),
            "reading.link": ("qms.reading.link", {}, {"employee_name": "x"}),
            "reading.link,own": ("qms.reading.link", {}, {"employee_name": "x"}),
            "team.meeting": ("qms.team.meeting", unit, {"note": "x"}),
        }
