{
    "name": "Quality Management: Documents and Deviations",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "Documents on a unit's page, and deviations that change them",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_document", "qms_deviation"],
    "auto_install": True,
    "data": [
        "views/unit_documents_templates.xml",
        "views/qms_document_views.xml",
    ],
    "demo": ["demo/unit_documents_demo.xml"],
}
