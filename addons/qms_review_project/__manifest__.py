{
    "name": "Quality Management: Programmes and Projects",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "The projects of an improvement programme, and what came of them",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_review", "project"],
    "data": [
        "security/ir.model.access.csv",
        "security/qms_review_project_security.xml",
        "report/qms_review_project_reports.xml",
        "data/qms_review_project_evidence_data.xml",
        "views/qms_project_evaluation_views.xml",
        "views/qms_review_project_views.xml",
    ],
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
