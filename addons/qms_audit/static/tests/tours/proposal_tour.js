import {registry} from "@web/core/registry";

// what waits for the server, on a machine that is busy
const SLOW = 60000;
const row = (name) => `.o_field_widget[name=line_ids] .o_data_row:contains(${name})`;

registry.category("web_tour.tours").add("qms_audit_proposal", {
    steps: () => [
        {
            content: "a plan is asked for",
            trigger: "button[name=action_propose_plan]",
            run: "click",
        },
        {
            content: "each line says why",
            trigger: `${row("Home care")} [name=reasons]:contains(independent)`,
            timeout: SLOW,
        },
        {
            content: "one line is changed",
            trigger: `${row("Home care")} td[name=lead_id]`,
            run: "click",
        },
        {
            trigger: `${row("Home care")} td[name=lead_id] input`,
            run: "edit Third",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(Third)",
            run: "click",
        },
        {
            content: "it speaks for the other one now",
            trigger: `${row("Home care")} [name=reasons]:contains(Third)`,
            timeout: SLOW,
        },
        {
            content: "all that holds is accepted",
            trigger: "button[name=action_accept]:contains(Accept what can be accepted)",
            run: "click",
        },
        {trigger: ".o_qms_outcome:contains(Accepted: 2)", timeout: SLOW},
    ],
});

registry.category("web_tour.tours").add("qms_audit_coverage", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link[name=coverage]",
            run: "click",
        },
        {
            content: "a hole says in words that it is one",
            trigger: ".o_qms_coverage button[aria-label*='1 not audited']",
            timeout: SLOW,
        },
        {
            content: "a chapter opens into its clauses",
            trigger: ".o_qms_coverage .o_qms_chapter button[aria-expanded=false]",
            run: "click",
        },
        {trigger: ".o_qms_coverage .o_qms_clause"},
        {
            trigger: ".o_qms_coverage button[data-shown=units]",
            run: "click",
        },
        {
            trigger: ".o_qms_coverage .o_qms_word_hole:contains(not audited)",
        },
        {
            content: "a click opens the audits",
            trigger: ".o_qms_coverage button[aria-label*=': planned']",
            run: "click",
        },
        {trigger: ".o_list_view, .o_kanban_view", timeout: SLOW},
    ],
});

registry.category("web_tour.tours").add("qms_audit_coverage_phone", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link[name=coverage]",
            run: "click",
        },
        {
            trigger: ".o_qms_coverage .o_qms_holes:contains(not audited)",
            timeout: SLOW,
        },
        {trigger: ".o_qms_coverage:not(:has(table))"},
    ],
});
