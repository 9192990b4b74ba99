{
    "name": "Quality Management: Competence",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "Who may do what, who is missing what, and who knows the newest law",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms", "hr_skills"],
    "data": [
        "security/ir.model.access.csv",
        "security/qms_competence_security.xml",
        "views/hr_employee_skill_views.xml",
        "views/hr_resume_line_views.xml",
        "views/qms_competence_holder_views.xml",
        # menus come last: they name the windows of all above
        "views/qms_competence_menus.xml",
    ],
    "application": True,
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
