{
    "name": "Quality Management: Documents and Audits",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "A finding opens a change of a document",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_document", "qms_audit"],
    "auto_install": True,
    "data": ["views/qms_audit_finding_views.xml"],
}
