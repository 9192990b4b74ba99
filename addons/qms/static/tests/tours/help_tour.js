import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("qms_help", {
    url: "/odoo/my-quality-work",
    steps: () => [
        {
            content: "whom to ask stands on every screen of ours",
            trigger: ".o_qms_help_menu button",
            run: "click",
        },
        {trigger: ".o_qms_help:contains(Manager)"},
        {trigger: ".o_qms_help a[href='tel:12 34 56 78']"},
        {trigger: ".o_qms_help a[href='mailto:manager@example.test']"},
    ],
});
