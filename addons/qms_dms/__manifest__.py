{
    "name": "Quality Management: Document Management System",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "Valid documents and signed reports stand read-only in the DMS",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_document", "dms"],
    "data": ["views/dms_file_views.xml"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
