import {registry} from "@web/core/registry";

const row = (name) => `.o_data_row:contains(${name})`;

registry.category("web_tour.tours").add("qms_first_month", {
    url: "/odoo/quality-first-month",
    steps: () => [
        {content: "how far one is", trigger: ".o_field_progressbar"},
        {
            content: "how many are missing",
            trigger: `${row("Units without leader")} [name=missing]:contains(1)`,
        },
        {
            content: "the list of exactly these",
            trigger: `${row("Units without leader")} button[name=action_show]`,
            run: "click",
        },
        {trigger: ".o_list_view .o_data_row:contains(School without leader)"},
        {trigger: ".o_list_view:not(:has(.o_data_row:contains(Home care)))"},
        {trigger: ".breadcrumb-item:contains(First month) a", run: "click"},
        {
            content: "done without it, with a reason",
            trigger: `${row("Stakeholders")} button[name=action_apart]`,
            run: "click",
        },
        {
            trigger: ".modal [name=reason] textarea",
            run: "edit The group keeps them",
        },
        {trigger: ".modal .btn-primary:contains(Save)", run: "click"},
        {trigger: `${row("The group keeps them")} [name=state]:contains(Not for us)`},
        {
            content: "what nobody can count",
            trigger: `${row("A first mail has arrived")} button[name=action_done]`,
            run: "click",
        },
        {trigger: `${row("A first mail has arrived")} [name=state]:contains(Done)`},
    ],
});
