import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("qms_report", {
    url: "/odoo/report-deviation",
    steps: () => [
        {
            content: "the text box has the focus: one writes at once",
            trigger: ".o_field_widget[name=description] textarea:focus",
            run: "edit The medicine cabinet stood open",
        },
        {
            content: "where and when are filled in",
            trigger: ".o_field_widget[name=department_id] input:value(Home care)",
        },
        {
            trigger: ".modal-footer button[name=action_send]",
            run: "click",
        },
        {
            content: "the number",
            trigger: ".modal .o_field_widget[name=number]:contains(-)",
        },
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
