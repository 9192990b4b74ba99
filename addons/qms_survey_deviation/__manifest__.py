{
    "name": "Quality Management: Surveys and Cases",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "Who wrote is asked how it went; a result becomes a proposal",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms_survey", "qms_deviation"],
    "data": [
        "data/qms_survey_case_data.xml",
        "views/qms_deviation_survey_views.xml",
        "views/qms_survey_case_views.xml",
    ],
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
