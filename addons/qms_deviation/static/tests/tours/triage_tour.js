import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("qms_triage", {
    url: "/odoo/quality-triage",
    steps: () => [
        {
            content: "the most serious first, and why it is here",
            trigger: ".o_qms_progress:contains(1 of 2)",
        },
        {trigger: ".o_qms_why .badge:contains(Critical)"},
        {
            content: "the story has the focus, for who listens",
            trigger: "h1:focus:contains(The medicine cabinet stood open)",
        },
        {
            content: "a question by its number",
            trigger: "h1",
            run: "press 1",
        },
        {
            content: "what, who and by when are proposed",
            trigger: ".modal .o_field_widget[name=owner_id] input:value(Leader)",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Tell it on Monday",
        },
        {
            trigger: ".modal-footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "what came of it stands beside the question",
            trigger: ".o_qms_came:contains(Tell it on Monday):contains(Leader)",
        },
        {trigger: ".o_qms_why .badge:contains(Looked at)"},
        {
            content: "the next by arrow key",
            trigger: "h1",
            run: "press ArrowRight",
        },
        {trigger: ".o_qms_progress:contains(2 of 2)"},
        {trigger: "button[name=restrict]"},
        {trigger: ".o_qms_ways:not(:has(button[name=dismiss]))"},
        {
            trigger: "button[name=nothing]",
            run: "click",
        },
        {
            content: "the minutes at the end",
            trigger: "h1:contains(Minutes of the quality group)",
        },
        {trigger: ".o_qms_minutes article:contains(Tell it on Monday)"},
        {trigger: ".o_qms_minutes article:contains(Nothing more is needed)"},
    ],
});
