import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const write = (name, text) => ({
    trigger: `.o_field_widget[name=${name}] :is(input, textarea)`,
    run: `edit ${text}`,
});
const tab = (name) => ({trigger: `.nav-link[name=${name}]`, run: "click"});
const press = (name) => ({
    trigger: `.o_form_view button[name=${name}]:enabled`,
    run: "click",
});
const isIn = (state) => ({
    trigger: `.o_arrow_button_current:contains(${state})`,
});
// leaving a field before its own choice stands in it empties it again
const choose = (name, label) => [
    {trigger: `.o_field_widget[name=${name}] input`, run: "click"},
    {trigger: `.o_select_menu_item:contains(${label})`, run: "click"},
    {trigger: `.o_field_widget[name=${name}] input:value(${label})`},
];

tours.add("qms_risk", {
    url: "/odoo/quality-risks",
    steps: () => [
        {trigger: ".o_list_button_add", run: "click"},
        write("name", "Only one knows the pump"),
        tab("what"),
        write("cause", "One person alone"),
        write("effect", "Nobody starts it"),
        {
            content: "rated on the matrix",
            ...tab("weighed"),
        },
        ...choose("consequence", "Serious"),
        ...choose("likelihood", "Every year"),
        {trigger: ".o_field_widget[name=matrix] td.o_qms_high.o_qms_chosen"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        press("action_assess"),
        isIn("Assessed"),
        {
            content: "what is still missing leads to its place",
            trigger: ".o_qms_missing button:contains(an action)",
            run: "click",
        },
        press("action_plan_action"),
        {
            content: "the action's own form has come",
            trigger: ".o_field_widget[name=criterion]",
        },
        write("name", "Train a second one"),
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {trigger: ".o_breadcrumb a:contains(Risk)", run: "click"},
        {trigger: ".o_field_widget[name=action_ids] td:contains(Train a second one)"},
        press("action_treat"),
        isIn("Being treated"),
    ],
});

tours.add("qms_risk_map", {
    url: "/odoo/quality-risk-map",
    steps: () => [
        {
            content: "it stands in its cell of the map",
            trigger: ".o_qms_risk_map td.o_qms_high b:contains(1)",
        },
        {
            content: "and in the list of what is counted",
            trigger:
                ".o_field_widget[name=risk_ids] td:contains(Only one knows the pump)",
        },
        press("action_open_risks"),
        {trigger: ".o_list_view td:contains(Only one knows the pump)"},
    ],
});
