"""Runs in Odoo's shell: gives the administrator the password of ADMIN_PASSWORD.

Only as long as the well-known first one still holds: a password that was changed in
Odoo is never overwritten.
"""

import os

# `env` is given by the shell
admin = env.ref("base.user_admin")  # noqa: F821
env.cr.execute("SELECT password FROM res_users WHERE id = %s", [admin.id])  # noqa: F821
[stored] = env.cr.fetchone()  # noqa: F821
if admin._crypt_context().verify("admin", stored):
    admin.password = os.environ["ADMIN_PASSWORD"]
    env.cr.commit()  # noqa: F821
    print("The administrator's password is set: log in as admin.")
