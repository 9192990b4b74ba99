from .duty_common import DutyCase


class SuccessionCase(DutyCase):
    """The aide leaves; the nurse is the heir."""

    def _succession(self, user=None, **kwargs):
        values = {
            "user_id": self.aide.id,
            "company_id": self.company.id,
            "heir_id": self.nurse.id,
            "reason": "New job",
            **kwargs,
        }
        model = self.env["qms.succession"].with_user(user or self.leader)
        return model.create(values)

    def _line(self, succession, model, field):
        return succession.line_ids.filtered(
            lambda line: (line.res_model, line.field_name) == (model, field)
        )

    def _archive(self, user):
        self._employee(user).action_archive()

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_transfer").method_direct_trigger()
        self.env.invalidate_all()

    def _asked(self, user):
        return self.env["qms.succession"].search([("user_id", "=", user.id)])
