{
    "name": "Quality Management: Quality Group and Management Review",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "Meetings, context and risks, improvement programmes, the review",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms"],
    "data": [
        # context and risks
        "security/context/ir.model.access.csv",
        "security/qms_review_context_security.xml",
        "security/qms_review_risk_security.xml",
        "report/qms_review_context_reports.xml",
        "views/qms_review_factor_views.xml",
        "views/qms_review_stakeholder_views.xml",
        "views/qms_review_context_review_views.xml",
        "views/qms_review_context_review_form_views.xml",
        "views/qms_review_risk_views.xml",
        "views/qms_review_risk_form_views.xml",
        "views/qms_review_risk_map_views.xml",
        "data/qms_review_context_wheel_data.xml",
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
        "security/qms_review_consultation_security.xml",
        "security/qms_review_programme_security.xml",
        "data/qms_review_consultation_data.xml",
        "views/qms_review_committee_views.xml",
        "views/qms_review_consultation_views.xml",
        "views/qms_review_programme_views.xml",
        "views/qms_review_programme_form_views.xml",
        "data/qms_review_context_start_data.xml",
        "data/qms_review_context_indicator_data.xml",
        # management review and insight
        # menus come last: they name the windows of all above
        "views/qms_review_menus.xml",
        "views/qms_review_meeting_menus.xml",
        "views/qms_review_context_menus.xml",
    ],
    "demo": [
        "demo/qms_review_context_demo.xml",
        # the last one translates all of the above and lets people take their steps
        "demo/qms_review_demo.xml",
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
