import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("qms_approve_from_mail", {
    steps: () => [
        {
            content: "the link of the mail opens the proposal",
            trigger: ".o_form_view:contains(Move the medicine cabinet)",
        },
        {
            content: "the second click approves it",
            trigger: "button[name=action_approve]:visible",
            run: "click",
        },
        {trigger: "body:not(:has(button[name=action_approve]:visible))"},
    ],
});
