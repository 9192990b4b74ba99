{
    "name": "Quality Management: Privacy Lookup",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "Odoo's privacy lookup finds a person in every quality record",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms", "privacy_lookup"],
    "auto_install": True,
}
