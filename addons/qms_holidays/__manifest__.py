{
    "name": "Quality Management: Time Off",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Quality",
    "summary": "Whoever has approved time off is away for quality work too, without a "
    "reason",
    "author": "Nordic municipal quality management",
    "license": "LGPL-3",
    "depends": ["qms", "hr_holidays"],
    "auto_install": True,
}
