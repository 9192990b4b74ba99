import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("qms_competence_review_hold", {
    steps: () => [
        {
            content: "what is missing stands first",
            trigger: ".o_form_view .o_field_widget[name=gap_ids]:contains(missing)",
        },
        {
            trigger: ".nav-link[name=talk]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=needs] textarea",
            run: "edit A new pump comes in May",
        },
        {
            content: "the step saves what was written",
            trigger: "button[name=action_hold]:visible",
            run: "click",
        },
        {trigger: "body:not(:has(button[name=action_hold]:visible))"},
        {trigger: ".o_form_view .o_field_widget[name=held_by_id]:visible"},
    ],
});

tours.add("qms_competence_review_answer", {
    steps: () => [
        {
            content: "whoever it is about sees what was said",
            trigger: ".nav-link[name=talk]",
            run: "click",
        },
        {trigger: ".o_field_widget[name=needs]:contains(A new pump)"},
        {
            trigger: "button[name=action_ask_answer]:visible",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=words] textarea",
            run: "edit Not at night",
        },
        {
            trigger: ".modal button[name=action_answer]",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
        {trigger: ".o_field_widget[name=words]:contains(Not at night)"},
    ],
});

tours.add("qms_law_read", {
    steps: () => [
        {
            content: "what it changes stands on the page",
            trigger: ".o_form_view:contains(Two bins)",
        },
        {
            trigger: "button[name=action_read]:visible",
            run: "click",
        },
        {trigger: "body:not(:has(button[name=action_read]:visible))"},
    ],
});
