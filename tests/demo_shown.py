"""What a stranger finds an example of in the demo: how many, and where."""

SHOWN = {
    "a proposal being done": (
        1,
        """qms_deviation c JOIN qms_action a ON a.deviation_id = c.id
           WHERE c.flow = 'proposal' AND c.state = 'accepted' AND a.state = 'open'""",
    ),
    "a proposal put off until a day to come": (
        1,
        "qms_deviation WHERE state = 'later' AND date_deadline > CURRENT_DATE",
    ),
    "a proposal declined": (1, "qms_deviation WHERE state = 'declined'"),
    "a complaint acknowledged": (
        1,
        "qms_deviation WHERE state = 'acknowledged' AND date_receipt IS NOT NULL",
    ),
    "complaints answered": (
        2,
        "qms_deviation WHERE flow = 'complaint' AND state = 'closed'",
    ),
    "a sender still dissatisfied": (
        1,
        "qms_deviation WHERE date_dissatisfied > date_closed",
    ),
    "who wrote or called": (3, "qms_deviation_sender WHERE name > '' AND address > ''"),
    "praise passed on": (1, "qms_praise"),
    "praise to be passed on": (
        1,
        "qms_deviation WHERE flow = 'praise' AND state = 'reported'",
    ),
    "a serious report that others were told of at once": (
        1,
        """qms_deviation c WHERE reported_serious AND is_serious AND state = 'analysis'
           AND EXISTS (SELECT FROM qms_deviation_alert WHERE deviation_id = c.id)""",
    ),
    "what could have been worse": (1, "qms_deviation WHERE potential > consequence"),
    "five whys": (
        2,
        "qms_deviation WHERE why_5 IS NOT NULL AND cause_kind_id IS NOT NULL",
    ),
    "a common analysis": (
        1,
        """qms_deviation c JOIN qms_deviation lead ON lead.id = c.common_id
           WHERE c.state = 'analysis' AND lead.state = 'analysis'""",
    ),
    "what the quality group made of a case": (
        1,
        """qms_deviation c JOIN qms_action a ON a.deviation_id = c.id
           WHERE triaged_on IS NOT NULL AND question_id IS NOT NULL
           AND a.state = 'done' AND outcome = 'agreed'""",
    ),
    "a work accident waiting for confirmation": (
        1,
        """qms_deviation WHERE state = 'handed_over' AND date_confirmed IS NULL
           AND handover_due IS NOT NULL AND NOT handover_late""",
    ),
    "a question to the reporter": (2, "qms_report_message WHERE NOT is_from_reporter"),
    "a reporter's reply": (1, "qms_report_message WHERE is_from_reporter"),
    "last year's wheel of each company, closed": (
        3,
        "qms_wheel_year WHERE state = 'closed'",
    ),
    "this year's wheel of each company": (3, "qms_wheel_year WHERE state = 'running'"),
    "what was left open at New Year and is late": (
        1,
        """qms_wheel_occurrence WHERE carried_from > 0 AND state = 'due'
           AND date_planned < CURRENT_DATE""",
    ),
    "meetings left out last summer": (
        3,
        """qms_wheel_occurrence o JOIN qms_wheel_year y ON y.id = o.year_id
           WHERE o.state = 'skipped' AND y.state = 'closed'""",
    ),
    "documents that hold": (10, "qms_document WHERE state = 'valid'"),
    "documents past their review": (1, "qms_document WHERE date_review < CURRENT_DATE"),
    "versions being written, in approval, withdrawn": (
        3,
        """(SELECT DISTINCT state FROM qms_document_version
            WHERE state IN ('draft', 'submitted', 'withdrawn')) stages""",
    ),
    "annexes whose words are those of a file": (
        2,
        "qms_document WHERE parent_id IS NOT NULL AND search_files > ''",
    ),
    "documents on the page of their unit, read there without login": (
        2,
        """qms_document document
           JOIN qms_public_page page ON page.department_id = document.department_id
           WHERE document.state = 'valid' AND on_unit_page AND page.active""",
    ),
    "a named person per channel of the administration": (7, "qms_channel_person"),
    "certificates about to end and ended": (
        4,
        """hr_employee_skill WHERE state = 'confirmed'
           AND valid_to BETWEEN CURRENT_DATE - 110 AND CURRENT_DATE + 70""",
    ),
    "a claim to be confirmed": (
        1,
        # Odoo's own demo brings claims of its own people along
        """hr_employee_skill WHERE state = 'claimed' AND employee_id IN
           (SELECT res_id FROM ir_model_data
             WHERE module = 'qms' AND model = 'hr.employee')""",
    ),
    "laws noted, asked about and to be read": (
        3,
        """(SELECT DISTINCT state FROM qms_law_update
            WHERE state IN ('noted', 'assigned', 'sent')) stages""",
    ),
    "a competence review held and answered": (
        1,
        """qms_competence_review review
           JOIN qms_competence_assessment said ON said.review_id = review.id
           WHERE review.state = 'held' AND said.answer = 'agrees'""",
    ),
    "somebody from outside who has confirmed, at work": (
        1,
        """qms_external_person person
           JOIN qms_external_assignment work ON work.external_id = person.id
           WHERE work.state = 'running' AND confirmed_until > CURRENT_DATE""",
    ),
    "an evidence pack asked for": (
        1,
        "qms_evidence_pack WHERE state = 'making' AND is_masked",
    ),
}
