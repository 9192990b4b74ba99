import {registry} from "@web/core/registry";

const answer = (name, field, text) => [
    {
        trigger: `.o_field_widget[name=line_ids] .o_data_row:contains(${name}) td[name=name]`,
        run: "click",
    },
    {
        trigger: `.modal .o_field_widget[name=${field}] textarea`,
        run: `edit ${text}`,
    },
    {trigger: ".modal .o_form_button_save", run: "click"},
    {trigger: "body:not(:has(.modal))"},
];

registry.category("web_tour.tours").add("qms_review_year", {
    steps: () => [
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: ".o_field_widget[name=date_meeting]"},
        {
            content: "saved, it fills itself",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Suppliers)"},
        {
            content: "what is missing stands above it",
            trigger: ".o_qms_missing:contains(nothing, because)",
        },
        ...answer("Decided last time", "nothing_because", "it is our first"),
        ...answer("What was done", "assessment", "More than last year"),
        ...answer("Suppliers", "nothing_because", "we buy nothing"),
        {
            content: "today",
            trigger: ".o_field_widget[name=date_meeting] input",
            run: "edit +0d",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {
            trigger: "button[name=action_send]",
            run: "click",
        },
        {trigger: ".o_arrow_button_current:contains(With management)"},
    ],
});

registry.category("web_tour.tours").add("qms_review_sign", {
    steps: () => [
        {trigger: ".o_arrow_button_current:contains(With management)"},
        {trigger: ".nav-link[name=conclusion]", run: "click"},
        {
            trigger: ".o_field_widget[name=conclusion] textarea",
            run: "edit It is suitable and effective",
        },
        {trigger: ".nav-link[name=outcome_ids]", run: "click"},
        {
            trigger: ".o_field_widget[name=nothing_because] textarea",
            run: "edit Nothing has to change",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {trigger: "button[name=action_sign]", run: "click"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {trigger: ".o_arrow_button_current:contains(Signed)"},
    ],
});
