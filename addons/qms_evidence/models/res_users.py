from odoo import models
from odoo.exceptions import AccessDenied

from .seat_account import VISITOR


class ResUsers(models.Model):
    _inherit = "res.users"

    def _qms_is_visitor(self):
        """Whether it is an account for auditors' seats, and nothing else."""
        # sudo: its groups
        return self.sudo().has_group(VISITOR)

    def _qms_may_enter(self, interactive):
        """A visitor enters by the login page, while his seat is open."""
        if not self._qms_is_visitor():
            return True
        return interactive and bool(self.env["qms.evidence.seat"]._running_of(self))

    def _check_credentials(self, credential, env):
        interactive = (env or {}).get("interactive", True)
        if not self.env.user._qms_may_enter(interactive):
            raise AccessDenied()
        return super()._check_credentials(credential, env)

    def _notify_security_setting_update(self, *args, **kwargs):
        """A visitor is told while he sits; what goes before is in his invitation."""
        told = self.filtered(lambda user: user._qms_may_enter(True))
        return super(ResUsers, told)._notify_security_setting_update(*args, **kwargs)
