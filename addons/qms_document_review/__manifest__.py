{
    "name": "Quality Management: Documents and Meetings",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "The quality group's meeting opens a change of a document",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_document", "qms_review"],
    "auto_install": True,
    "data": ["views/qms_meeting_follow_up_views.xml"],
}
