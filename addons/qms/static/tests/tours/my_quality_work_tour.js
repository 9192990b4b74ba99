import {registry} from "@web/core/registry";

const count = (name, number) =>
    `.o_qms_duty_summary button[data-name=${name}]:contains(${number})`;

function read(row, cell = "") {
    return [
        {
            content: "what I owe, late first, the verb first",
            trigger: `${row}:first:contains(Complete: Move the medicine cabinet 1)`,
        },
        {trigger: count("late", 1)},
        {trigger: count("week", 2)},
        {trigger: count("waiting", 1)},
        {
            content: "a number shows what it counts",
            trigger: count("late", 1),
            run: "click",
        },
        {trigger: `${row}:contains(cabinet 1)`},
        {trigger: `body:not(:has(${row}:contains(cabinet 2)))`},
        {trigger: count("waiting", 1), run: "click"},
        {
            content: "somebody else owes it, I wait",
            trigger: `${row}:contains(Approve: Move the medicine cabinet 4)`,
        },
        {
            content: "one click opens it",
            trigger: `${row}:contains(cabinet 4) ${cell}`,
            run: "click",
        },
        {trigger: ".o_form_view:contains(Move the medicine cabinet 4)"},
    ];
}

registry.category("web_tour.tours").add("qms_my_quality_work", {
    url: "/odoo/my-quality-work",
    steps: () => read(".o_data_row", ".o_data_cell[name=title]"),
});

registry.category("web_tour.tours").add("qms_my_quality_work_phone", {
    url: "/odoo/my-quality-work",
    steps: () => read(".o_kanban_record:not(.o_kanban_ghost)"),
});

registry.category("web_tour.tours").add("qms_load_ahead", {
    url: "/odoo/quality-load",
    steps: () => [
        {content: "bars of people by week", trigger: ".o_graph_renderer canvas"},
    ],
});
