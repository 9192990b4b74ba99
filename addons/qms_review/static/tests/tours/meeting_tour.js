import {registry} from "@web/core/registry";

const next = (number, of) => [
    {trigger: "h1", run: "press ArrowRight"},
    {trigger: `.o_qms_progress:contains(${number} of ${of})`},
];

registry.category("web_tour.tours").add("qms_meeting", {
    url: "/odoo/quality-meeting",
    steps: () => [
        {
            content: "the next meeting of the group is shown, point by point",
            trigger: ".o_qms_progress:contains(1 of 7)",
        },
        {trigger: "h1:focus:contains(Goals and policy)"},
        {
            content: "nothing is decided before it begins",
            trigger: ".o_qms_questions button:disabled",
        },
        {trigger: "button[name=begin]", run: "click"},
        {trigger: ".o_qms_projector:not(:has(button[name=begin]))"},
        {
            content: "a question by its number, with owner and deadline at once",
            trigger: ".o_qms_questions button:enabled:contains(Follow up?)",
        },
        {trigger: "h1", run: "press 4"},
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Ask the units",
        },
        {trigger: ".modal-footer button[name=action_confirm]", run: "click"},
        {trigger: ".o_qms_came:contains(Ask the units):contains(Nurse)"},
        {trigger: "#o_qms_note", run: "edit We are half way"},
        {trigger: ".o_qms_next", run: "click"},
        {trigger: ".o_qms_progress:contains(2 of 7)"},
        {trigger: "button[name=nothing]", run: "click"},
        {trigger: ".o_qms_progress:contains(3 of 7)"},
        {
            content: "what was told, and how many answered",
            trigger: "h1:contains(Management review)",
        },
        ...next(4, 7),
        {trigger: ".o_qms_news:contains(nothing came back)"},
        ...next(5, 7),
        ...next(6, 7),
        ...next(7, 7),
        {trigger: "h1", run: "press ArrowRight"},
        {trigger: "h1:contains(That was the agenda)"},
        {trigger: "button[name=finish]", run: "click"},
        {
            content: "the chair approves what the secretary wrote",
            trigger: ".o_qms_written:contains(wait for the chair)",
        },
    ],
});
