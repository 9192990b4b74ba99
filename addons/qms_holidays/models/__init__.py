from . import hr_employee, hr_leave, res_users
