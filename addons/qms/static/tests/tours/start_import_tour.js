import {registry} from "@web/core/registry";

/** Put a file that the server offers into the field of the dialog. */
const choose = (name) => async () => {
    const answer = await fetch(`/qms/tour/${name}`);
    const transfer = new window.DataTransfer();
    transfer.items.add(new File([await answer.blob()], name));
    const input = document.querySelector(".modal input[type=file]");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
};

registry.category("web_tour.tours").add("qms_start_import", {
    url: "/odoo/quality-first-month",
    steps: () => [
        {
            content: "the register's template is offered where it is missing",
            trigger: ".o_data_row:contains(Stakeholders) button[name=action_sheet]",
            run: "click",
        },
        {trigger: ".modal button[name=action_template]"},
        {trigger: ".modal .o_field_binary", run: choose("bad.xlsx")},
        {trigger: ".modal button[name=action_test]", run: "click"},
        {
            content: "the bad row by its line and column",
            trigger: ".modal tr:contains(3):contains(Kind):contains(nonsense)",
        },
        {
            content: "another file: what was said of the first is gone",
            trigger: ".modal .o_clear_file_button",
            run: "click",
        },
        {trigger: ".modal:not(:has(table))"},
        {trigger: ".modal .o_field_binary", run: choose("good.xlsx")},
        {trigger: ".modal button[name=action_test]", run: "click"},
        {trigger: ".modal .alert-success:contains(All rows are fine: 1)"},
        {trigger: ".modal button[name=action_bring_in]", run: "click"},
        {trigger: ".o_list_view .o_data_row:contains(Council)"},
    ],
});
