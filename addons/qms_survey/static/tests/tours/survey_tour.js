import {registry} from "@web/core/registry";

const tab = (name) => ({trigger: `.o_notebook a[name=${name}]`, run: "click"});

registry.category("web_tour.tours").add("qms_survey_set_up", {
    steps: () => [
        {
            content: "what is missing stands above",
            trigger: ".o_qms_missing:contains(on which ground it asks)",
        },
        tab("told"),
        {
            trigger: ".o_field_widget[name=purpose] textarea",
            run: "edit Your answers decide what we change first",
        },
        {
            trigger: ".o_field_widget[name=legal_basis] input",
            run: "edit Public task",
        },
        {trigger: "button[name=action_open]", run: "click"},
        {
            content: "the address to hand out",
            trigger: ".alert:contains(/qms/survey/)",
        },
    ],
});

registry.category("web_tour.tours").add("qms_survey_read", {
    steps: () => [
        {
            content: "one figure over all, and each question with its share",
            trigger: ".o_field_widget[name=results]:contains(out of 100)",
        },
        {trigger: ".o_field_widget[name=results]:contains(Too few to show)"},
        tab("follows"),
        {
            content: "what crossed its threshold is taken up",
            trigger:
                ".o_field_widget[name=suggestion_ids] button[name=action_take]:visible",
            run: "click",
        },
        {
            content: "as an action that says why",
            trigger: ".o_field_widget[name=why] input:value(under 60)",
        },
    ],
});
