{
    "name": "Quality Management: Governance and Cases",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "Cases touch risks; what the quality group makes of cases",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_review", "qms_deviation"],
    "data": [
        # cases and risks
        "security/ir.model.access.csv",
        "security/qms_review_deviation_security.xml",
        "report/qms_process_risk_reports.xml",
        "views/qms_process_risk_views.xml",
        "views/qms_deviation_risk_views.xml",
        # what a meeting opens
        "data/qms_agenda_data.xml",
    ],
    "auto_install": True,
}
