import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("qms_approve_on_phone", {
    steps: () => [
        {
            content: "all that one needs to say yes",
            trigger: ".o_qms_facts:contains(It stands in the corridor):contains(Aide)",
        },
        {
            trigger: ".o_qms_answer button[name=action_approve]",
            run: "click",
        },
        {trigger: ".o_form_view:not(:has(.o_qms_answer))"},
    ],
});
