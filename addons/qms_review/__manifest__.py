{
    "name": "Quality Management: Quality Group and Management Review",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "Meetings with a fixed agenda, context, risks, programmes, and the review",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms"],
    "data": [
        # context and risks
        # group and meeting
        "security/meeting/ir.model.access.csv",
        "security/qms_review_meeting_security.xml",
        "report/qms_review_meeting_reports.xml",
        "wizard/qms_review_meeting_wizard_views.xml",
        "views/qms_review_group_views.xml",
        "views/qms_review_terms_views.xml",
        "views/qms_review_point_views.xml",
        "views/qms_review_meeting_views.xml",
        "data/qms_review_meeting_mail_data.xml",
        "data/qms_review_meeting_data.xml",
        "data/qms_review_meeting_indicator_data.xml",
        # programmes and consultations
        # management review and insight
        # menus come last: they name the windows of all above
        "views/qms_review_menus.xml",
        "views/qms_review_meeting_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "qms_review/static/src/projector/**/*",
        ],
        "web.assets_tests": ["qms_review/static/tests/tours/**/*"],
    },
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
