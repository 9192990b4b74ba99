import {registry} from "@web/core/registry";

function write(name, text) {
    return {
        trigger: `.modal .o_field_widget[name=${name}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

registry.category("web_tour.tours").add("qms_report_complaint", {
    url: "/odoo/report-deviation",
    steps: () => [
        write("description", "The home help came late"),
        {
            content: "one touch says what it is",
            trigger: ".modal .o_selection_badge:contains(Opinion or complaint)",
            run: "click",
        },
        {
            content: "the form asks for it in its own words",
            trigger: ".modal .o_field_widget[name=prompt]:contains(citizen)",
        },
        {trigger: ".modal:not(:has(.o_field_widget[name=occurred_on]))"},
        write("sender_name", "Karen Citizen"),
        write("sender_phone", "11 22 33 44"),
        {trigger: ".modal-footer button[name=action_send]", run: "click"},
        {
            content: "who looks at it",
            trigger: ".modal .o_field_widget[name=reader_line]:contains(Leader)",
        },
        {
            trigger: ".modal-footer button:contains(Back to work)",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
    ],
});

registry.category("web_tour.tours").add("qms_change_type", {
    url: "/odoo/quality-first-reading",
    steps: () => [
        {
            trigger: ".o_data_cell:contains(The home help came late)",
            run: "click",
        },
        {
            content: "only the steps of its own way",
            trigger: ".o_form_view:not(:has(button[name=action_analyse]))",
        },
        {trigger: ".nav-link[name=sender]", run: "click"},
        {trigger: ".o_field_widget[name=sender_ids]:contains(Karen Citizen)"},
        {trigger: "button[name=action_change_type]", run: "click"},
        {
            trigger: ".modal .o_selection_badge:contains(Improvement proposal)",
            run: "click",
        },
        write("reason", "She proposes another hour"),
        {trigger: ".modal button[name=action_confirm]", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {trigger: ".o_form_view button[name=action_accept]", run: "click"},
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Accepted)",
        },
    ],
});
