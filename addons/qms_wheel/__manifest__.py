{
    "name": "Quality Management: Year Wheel",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "The year wheel as a picture: on screen, moved by hand, printed for "
    "the wall",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms"],
    "auto_install": True,
    "data": [
        "report/qms_wheel_reports.xml",
        "views/qms_wheel_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["qms_wheel/static/src/**/*"],
        "web.assets_unit_tests": ["qms_wheel/static/tests/*.test.js"],
        "web.assets_tests": ["qms_wheel/static/tests/tours/**/*"],
    },
}
