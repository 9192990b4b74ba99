import {registry} from "@web/core/registry";

const photo = () => {
    const bytes = window.atob(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );
    const array = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
    return new File([array], "cabinet.png", {type: "image/png"});
};

registry.category("web_tour.tours").add("qms_audit_on_site", {
    steps: () => [
        {
            content: "the audit is begun on the spot",
            trigger: ".o_qms_on_site button[name=start]",
            run: "click",
        },
        {trigger: ".o_qms_progress:contains(0 of 2, 0 findings)"},
        {trigger: ".o_qms_on_site h1:contains(How is medicine stored?)"},
        {
            content: "seven answers, with words and signs",
            trigger: ".o_qms_answers:has(button:nth-child(7) .fa)",
        },
        {
            trigger: ".o_qms_answers button[name=minor]",
            run: "click",
        },
        {trigger: ".o_qms_answers button[name=minor][aria-pressed=true]"},
        {
            trigger: "#o_qms_note",
            run: "edit The cabinet stood open",
        },
        {
            trigger: "#o_qms_sample",
            run: "edit Room 2",
        },
        {
            content: "a photo",
            trigger: ".o_qms_on_site label:has(.o_qms_photo)",
            run() {
                const transfer = new window.DataTransfer();
                transfer.items.add(photo());
                const input = this.anchor.querySelector(".o_qms_photo");
                input.files = transfer.files;
                input.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "all of it is there, and nothing is left here",
            trigger: ".o_qms_mark .fa-cloud",
        },
        {trigger: ".o_qms_all_saved"},
        {
            trigger: "button.o_qms_next_open",
            run: "click",
        },
        {trigger: ".o_qms_on_site h1:contains(Who has the key?)"},
        {
            trigger: ".o_qms_answers button[name=conform]",
            run: "click",
        },
        {
            content: "a question of one's own",
            trigger: "button[name=add_question]",
            run: "click",
        },
        {
            trigger: "#o_qms_question",
            run: "edit What do you fear?",
        },
        {
            trigger: ".o_qms_answers button[name=good]",
            run: "click",
        },
        {trigger: ".o_qms_progress:contains(3 of 3, 2 findings)"},
        {
            content: "carried out, once all is in the system",
            trigger: "button[name=conclude]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains(Report)",
            isActive: ["desktop"],
        },
        {trigger: ".o_form_view .o_field_widget[name=number]"},
    ],
});

registry.category("web_tour.tours").add("qms_audit_accept", {
    url: "/odoo/my-quality-work",
    steps: () => [
        {
            content: "the leader owes an answer",
            trigger:
                ".o_data_row:contains(Medicine in the home care), .o_kanban_record:contains(Medicine in the home care)",
            run: "click",
        },
        {
            content: "the report, with both verdicts and their reasons",
            trigger:
                ".o_field_widget[name=effective_because]:contains(One cabinet stood open)",
        },
        {
            trigger: "button[name=action_accept]",
            run: "click",
        },
        {trigger: ".o_form_view:not(:has(button[name=action_accept]))"},
    ],
});

registry.category("web_tour.tours").add("qms_audit_report", {
    steps: () => [
        {
            trigger: "button[name=action_open_report]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=conclusion] textarea",
            run: "edit Medicine is handled safely, but for one cabinet",
        },
        {
            trigger: ".o_field_widget[name=suitable] input[data-value=yes]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=suitable_because] textarea",
            run: "edit The procedure fits the work",
        },
        {
            trigger: ".o_field_widget[name=effective] input[data-value=partly]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=effective_because] textarea",
            run: "edit One cabinet stood open",
        },
        {
            content: "send it to the unit",
            trigger: "button[name=action_report]",
            run: "click",
        },
        {trigger: ".o_form_view:not(:has(button[name=action_report]))"},
    ],
});
