{
    "name": "Quality Management: Documents and Laws",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "A law update opens changes of documents",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_document", "qms_competence"],
    "auto_install": True,
    "data": ["views/qms_law_update_views.xml", "views/qms_external_person_views.xml"],
}
