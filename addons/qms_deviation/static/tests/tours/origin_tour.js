import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("qms_origin", {
    steps: () => [
        {
            content: "the chatter of any record offers it",
            trigger: ".o-mail-Chatter .o_qms_chatter_report",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=description] textarea",
            run: "edit The lift stuck",
        },
        {
            trigger: ".modal-footer button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".modal-footer button:contains(Back to work)",
            run: "click",
        },
        {
            content: "the record tells the number",
            trigger: ".o-mail-Message a[data-oe-model='qms.report']",
            run: "click",
        },
        {
            content: "the report tells the record",
            trigger: ".o_field_widget[name=origin_name]:contains(Lift supplier)",
        },
        {
            trigger: "button[name=action_open_origin]",
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name=name] :value(Lift supplier)"},
    ],
});
