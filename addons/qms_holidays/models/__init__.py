from . import hr_leave, res_users
