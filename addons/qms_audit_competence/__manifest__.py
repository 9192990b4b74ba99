{
    "name": "Quality Management: Competence of Auditors",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "Only whose competence is confirmed is proposed and assigned as auditor",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_audit", "qms_competence"],
    "auto_install": True,
}
