import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const check = (field, text) => ({
    trigger: `.o_field_widget[name=${field}] .form-check:contains(${text}) input`,
    run: "click",
});

tours.add("qms_tick_off", {
    url: "/odoo/quality-team-meetings/new",
    steps: () => [
        {trigger: ".o_field_widget[name=department_id] input:value(Home care)"},
        check("round_ids", "New lock on the medicine cabinet"),
        check("present_ids", "Cleaner"),
        check("present_ids", "Cook"),
        {trigger: "button[name=action_hold]:visible", run: "click"},
        {
            content: "it is ticked off, and stays",
            trigger: ".o_field_widget[name=held_by_id]:contains(Leader)",
        },
    ],
});

tours.add("qms_read_and_understood", {
    url: "/odoo/my-quality-work",
    steps: () => [
        {
            content: "one click on the card",
            trigger:
                ".o_kanban_record:contains(Read: New lock) button[name=action_read]",
            run: "click",
        },
        {trigger: "body:not(:has(.o_kanban_record:contains(Read: New lock)))"},
    ],
});
