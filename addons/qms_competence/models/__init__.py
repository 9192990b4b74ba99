from . import (
    confirmed_mixin,
    hr_employee_skill,
    hr_resume_line,
    hr_skill,
    hr_employee,
    competence_holder,
    duty,
)
