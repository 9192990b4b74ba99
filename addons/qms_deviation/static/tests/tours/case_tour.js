import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// leaving a field before its own choice stands in it empties it again
function holds(name, text) {
    return {trigger: `.o_field_widget[name=${name}] input:value(${text})`};
}

function choose(name, label) {
    return [
        {trigger: `.o_field_widget[name=${name}] input`, run: "click"},
        {trigger: `.o_select_menu_item:contains(${label})`, run: "click"},
        holds(name, label),
    ];
}

function find(name, text) {
    return [
        {trigger: `.o_field_widget[name=${name}] input`, run: `edit ${text}`},
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
        holds(name, text),
    ];
}

function write(name, text, tab = null) {
    const there = {
        trigger: `.o_field_widget[name=${name}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
    return tab ? [{trigger: `.nav-link[name=${tab}]`, run: "click"}, there] : [there];
}

function press(action) {
    return {
        trigger: `.o_form_view button[name=${action}]:enabled`,
        run: "click",
    };
}

function pressUnderMore(action) {
    return [
        {trigger: ".o_form_view .o_qms_more:enabled", run: "click"},
        {trigger: `.o-dropdown--menu button[name=${action}]`, run: "click"},
    ];
}

function answer(name, value, tab) {
    return [
        {trigger: `.nav-link[name=${tab}]`, run: "click"},
        {
            trigger: `.o_field_widget[name=${name}] input[data-value=${value}]`,
            run: "click",
        },
    ];
}

function isIn(state) {
    return {
        trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
    };
}

function giveReason(text) {
    return [
        {trigger: ".modal [name=reason] textarea", run: `edit ${text}`},
        {trigger: ".modal button[name=action_confirm]", run: "click"},
    ];
}

const openCase = {
    trigger: ".o_data_cell:contains(The medicine cabinet stood open)",
    run: "click",
};
const openDuty = {
    trigger: ".o_data_cell:contains(New lock)",
    run: "click",
};

tours.add("qms_case_first_reading", {
    url: "/odoo/quality-first-reading",
    steps: () => [
        openCase,
        {
            content: "what is missing stands right under the status bar",
            trigger: ".o_qms_missing:contains(the requirement)",
        },
        ...pressUnderMore("action_release"),
        {trigger: ".o_form_view:not(:has(.badge:contains(Confidential)))"},
        {
            content: "what is missing leads to its place",
            trigger: ".o_qms_missing button:contains(the requirement)",
            run: "click",
        },
        {trigger: ".o_field_widget[name=requirement_id] input:focus"},
        ...find("requirement_id", "Medicine is kept locked"),
        press("action_analyse"),
        isIn("Analysis"),
        ...write("correction", "The cabinet was locked"),
        ...choose("consequence", "3 Noticeable"),
        ...choose("likelihood", "3 Every year"),
        {trigger: ".o_qms_verdict:contains(9)"},
        {
            content: "in the tab where it stands, too",
            trigger: ".o_qms_missing button:contains(the cause)",
            run: "click",
        },
        {trigger: ".nav-link.active[name=cause]"},
        {trigger: ".o_field_widget[name=cause] textarea:focus"},
        ...write("cause", "The lock is broken"),
        ...answer("similar", "no", "similar"),
        press("action_treat"),
        isIn("Treatment"),
    ],
});

tours.add("qms_case_plan", {
    url: "/odoo/quality-cases?view_type=list",
    steps: () => [
        openCase,
        isIn("Treatment"),
        press("action_plan_action"),
        ...write("name", "New lock"),
        ...find("owner_id", "Nurse"),
        ...write("criterion", "Locked at every check"),
        {trigger: ".nav-link[name=effect]", run: "click"},
        ...find("verifier_id", "Aide"),
        press("action_submit"),
        isIn("Waiting for approval"),
    ],
});

tours.add("qms_case_approve", {
    url: "/odoo/quality-approvals",
    steps: () => [openDuty, press("action_approve"), isIn("Being carried out")],
});

tours.add("qms_case_carry_out", {
    url: "/odoo/my-quality-work",
    steps: () => [
        openDuty,
        isIn("Being carried out"),
        ...write("result", "The lock was changed"),
        press("action_complete"),
        isIn("Effect to be judged"),
    ],
});

tours.add("qms_case_await_effect", {
    url: "/odoo/quality-cases?view_type=list",
    steps: () => [openCase, press("action_verify"), isIn("Effect verification")],
});

tours.add("qms_case_judge", {
    url: "/odoo/my-quality-work",
    steps: () => [
        openDuty,
        press("action_confirm_effect"),
        ...giveReason("Twelve checks, locked each time"),
        isIn("Had effect"),
    ],
});

tours.add("qms_case_close", {
    url: "/odoo/quality-cases?view_type=list",
    steps: () => [
        openCase,
        {trigger: ".o_qms_missing:contains(a neutral summary)"},
        ...answer("system_change", "no", "learning"),
        ...answer("risks_updated", "na", "learning"),
        ...write("summary", "A broken lock was changed."),
        ...write("answer", "Thank you, the lock is new."),
        press("action_close"),
        isIn("Closed"),
        {trigger: ".o_form_view:not(:has(.o_qms_missing))"},
    ],
});
