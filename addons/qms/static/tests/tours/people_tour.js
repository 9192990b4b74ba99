import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function find(name, text) {
    const field = `.o_field_widget[name=${name}]`;
    return [
        {trigger: `${field} input`, run: `edit ${text}`},
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

// leaving a field before its own choice stands in it empties it again
function holds(name, text) {
    return {trigger: `.o_field_widget[name=${name}] input:value(${text})`};
}

function save(text) {
    return [
        {trigger: ".o_form_button_save", run: "click"},
        {content: "what it touches is shown", trigger: text},
    ];
}

function decide() {
    return [
        {trigger: "button[name=action_order]:enabled", run: "click"},
        {
            content: "asked once more",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)"},
    ];
}

tours.add("qms_hand_on", {
    url: "/odoo/my-quality-work",
    steps: () => [
        {
            content: "the leader is asked what becomes of it",
            trigger: ".o_data_row:contains(Hand on) .o_data_cell[name=title]",
            run: "click",
        },
        {trigger: ".o_field_widget[name=line_ids]:contains(Action: Responsible)"},
        ...find("heir_id", "Nurse"),
        holds("heir_id", "Nurse"),
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit Works elsewhere now",
        },
        ...save(".o_field_widget[name=line_ids]:contains(Action: Responsible)"),
        ...decide(),
    ],
});

tours.add("qms_merge_units", {
    url: "/odoo/quality-unit-changes",
    steps: () => [
        {trigger: ".o_list_button_add", run: "click"},
        ...find("source_ids", "Day care"),
        {trigger: ".o_field_widget[name=source_ids] .o_tag:contains(Day care)"},
        ...find("target_id", "Home care"),
        holds("target_id", "Home care"),
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit One building",
        },
        ...save(".o_field_widget[name=touches]:contains(Employees: 2)"),
        {trigger: ".o_field_widget[name=line_ids]:contains(Action: Unit)"},
        ...decide(),
    ],
});
