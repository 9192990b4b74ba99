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
        # programmes and consultations
        # management review and insight
        # menus come last: they name the windows of all above
        "views/qms_review_menus.xml",
    ],
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
