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
        # group and meeting
        # programmes and consultations
        # management review and insight
        "security/mgmt/ir.model.access.csv",
        "security/qms_review_mgmt_security.xml",
        "data/qms_review_mgmt_data.xml",
        "data/qms_review_mgmt_wheel_data.xml",
        "data/qms_review_mgmt_mail_data.xml",
        "data/qms_review_mgmt_start_data.xml",
        "report/qms_review_mgmt_reports.xml",
        "views/qms_review_mgmt_templates.xml",
        "views/qms_review_line_views.xml",
        "views/qms_review_review_views.xml",
        "views/qms_review_summary_views.xml",
        "views/qms_review_chapter_views.xml",
        "views/qms_insight_views.xml",
        "views/qms_review_mgmt_settings_views.xml",
        # menus come last: they name the windows of all above
        "views/qms_review_menus.xml",
        # management review and insight
        "views/qms_review_mgmt_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            # management review and insight
            "qms_review/static/src/insight/**/*",
        ],
        "web.assets_tests": ["qms_review/static/tests/tours/**/*"],
    },
    "demo": [
        # management review and insight
        "demo/qms_review_mgmt_demo.xml",
    ],
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
