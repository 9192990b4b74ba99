import {registry} from "@web/core/registry";

const PANEL = ".modal .o_qms_channel_panel";

registry.category("web_tour.tours").add("qms_channel_report", {
    url: "/odoo/report-deviation",
    steps: () => [
        {
            content: "nothing is shown before there is anything to show",
            trigger: `.modal:has(.o_qms_channel_panel):not(:has(${PANEL} .alert))`,
        },
        {
            content: "while it is written, not only when the box is left",
            trigger: ".o_field_widget[name=description] textarea",
            run() {
                this.anchor.value = "A letter went to the Wrong addressee";
                this.anchor.dispatchEvent(new Event("input", {bubbles: true}));
            },
        },
        {
            content: "where it belongs, by when, on what ground, and the way there",
            trigger: `${PANEL} .alert:contains(Data protection office):contains(Within 72 hours):contains(Act § 1) a[target=_blank]:contains(Go there)`,
        },
        {
            content: "he reports it here all the same",
            trigger: `${PANEL} button:contains(all the same)`,
            run: "click",
        },
        {
            content: "and is not asked again",
            trigger: `.modal:not(:has(${PANEL} .alert))`,
        },
        {
            trigger: ".o_field_widget[name=description] textarea",
            run: "edit A letter went to the wrong addressee, twice",
        },
        {
            trigger: ".modal-footer button[name=action_send]",
            run: "click",
        },
        {trigger: ".modal .o_field_widget[name=number]:contains(-)"},
        {
            trigger: ".modal-footer button:contains(Back to work)",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
    ],
});

registry.category("web_tour.tours").add("qms_channel_hand_over", {
    url: "/odoo/quality-first-reading",
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell:contains(wrong addressee)",
            run: "click",
        },
        {
            content: "what the text sounds like is said above it",
            trigger: ".alert:contains(It may belong to):contains(Data protection)",
        },
        {trigger: ".o_form_statusbar button.o_qms_more", run: "click"},
        {
            trigger: ".o-dropdown--menu button[name=action_hand_over]",
            run: "click",
        },
        {
            content: "the channel is proposed, with what it asks for",
            trigger: ".modal .alert:contains(Personal data that went astray)",
        },
        {
            trigger: ".modal-footer button[name=action_confirm]:contains(Hand over)",
            run: "click",
        },
        {
            content: "it is no longer his to read",
            trigger: ".o_list_view:not(:contains(wrong addressee))",
        },
        {trigger: "body:not(:has(.modal))"},
    ],
});

registry.category("web_tour.tours").add("qms_channel_confirm", {
    steps: () => [
        {
            trigger: ".alert:contains(confirmation still missing)",
        },
        {
            trigger: ".o_form_statusbar button[name=action_confirm_handover]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reference] input",
            run: "edit DP-2026-7",
        },
        {
            trigger: ".modal-footer button:contains(They have it)",
            run: "click",
        },
        {trigger: ".alert:contains(confirmed on)"},
        {trigger: "body:not(:has(.modal))"},
    ],
});
