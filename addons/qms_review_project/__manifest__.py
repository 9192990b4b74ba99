{
    "name": "Quality Management: Programmes and Projects",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "The projects of an improvement programme, and what came of them",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_review", "project"],
    "data": [],
    "auto_install": True,
}
