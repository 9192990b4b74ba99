from .common import QmsCase


class DutyCase(QmsCase):
    def _submitted(self, **kwargs):
        action = self._new_action(**kwargs)
        action.action_submit()
        return action

    def _open_action(self, **kwargs):
        action = self._submitted(**kwargs)
        action.with_user(self.leader).action_approve()
        return action

    def _activities(self, record):
        return self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def _employee(self, user):
        return self.env["hr.employee"].search([("user_id", "=", user.id)])

    def _own(self, user, domain=()):
        return self.env["qms.duty"].with_user(user).search(list(domain))
