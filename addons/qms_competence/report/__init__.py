from . import hr_employee_cv_report
