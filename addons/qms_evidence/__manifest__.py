{
    "name": "Quality Management: Evidence",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "What proves each clause, its holes, and the pack for the auditor",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms"],
    "data": [
        "security/ir.model.access.csv",
        "security/qms_evidence_security.xml",
        "views/qms_evidence_map_views.xml",
        "views/qms_evidence_menus.xml",
    ],
    "application": True,
}
