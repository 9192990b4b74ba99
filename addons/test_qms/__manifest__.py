{
    "name": "Quality Management: tests of the shared parts",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "Throw-away models that exercise the mixins of Quality Management",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms"],
    "data": ["security/ir.model.access.csv", "security/test_qms_rules.xml"],
}
