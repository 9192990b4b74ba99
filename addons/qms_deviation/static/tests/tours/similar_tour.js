import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const STORY = "The medicine cabinet stood open once more";

tours.add("qms_similar_while_typing", {
    url: "/odoo/report-deviation",
    steps: () => [
        {
            trigger: ".o_field_widget[name=description] textarea",
            run: `edit ${STORY}`,
        },
        {
            content: "a quiet line, folded",
            trigger: ".o_qms_similar details:not([open]) summary:contains(1 like this)",
            run: "click",
        },
        {
            content: "number, headline and state",
            trigger: ".o_qms_similar li:contains(The medicine cabinet stood open)",
        },
        {
            content: "it opens beside the report and goes again",
            trigger: ".o_qms_similar li button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=number]:contains(-)",
        },
        {
            trigger:
                ".modal:not(.o_inactive_modal) .modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "what was written still stands there, and is sent",
            trigger: ".o_field_widget[name=description] textarea:value(once more)",
        },
        {
            trigger: `.modal:not(.o_inactive_modal) button[name=action_send]`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reader_line]:contains(Leader)",
        },
    ],
});

tours.add("qms_similar_at_analysis", {
    steps: () => [
        {
            trigger: ".nav-link[name=similar]",
            run: "click",
        },
        {
            trigger: ".o_qms_similar li:contains(The medicine cabinet stood open)",
        },
        {
            trigger: ".nav-link[name=cause]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=why_1] input",
            run: "edit Nobody locked it",
        },
        {
            trigger: ".o_field_widget[name=why_2] input",
            run: "edit The key was gone",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});
