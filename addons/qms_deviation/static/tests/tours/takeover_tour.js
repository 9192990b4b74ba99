import {registry} from "@web/core/registry";

const TITLES = "Old number,State,Date Reported,What happened";

function upload(rows) {
    return {
        trigger: ".o_control_panel .o_file_input",
        async run() {
            const files = new window.DataTransfer();
            const text = [TITLES, ...rows].join("\n");
            files.items.add(new File([text], "old.csv", {type: "text/csv"}));
            const input = this.anchor.querySelector("input[type=file]");
            input.files = files.files;
            input.dispatchEvent(new Event("change"));
        },
    };
}

registry.category("web_tour.tours").add("qms_take_over_register", {
    url: "/odoo/quality-cases",
    steps: () => [
        {
            content: "nobody creates a case here, but old registers come in",
            trigger: ".o_control_panel:not(:has(.o-kanban-button-new)) .fa-cog",
            run: "click",
        },
        {trigger: ".o_import_menu", run: "click"},
        {trigger: "a[href='/qms_deviation/static/xls/old_register.csv']"},
        upload([
            "a1,Closed,2013-12-31T18:46:00+01:00,The lamp was dark",
            "a2,Weg,2013-12-31T18:46:00+01:00,The bin was full",
        ]),
        {trigger: "button:contains(Test)", run: "click"},
        {
            content: "all bad rows are named on top",
            trigger: ".alert-danger:contains(Rows to put right: 1, in the lines 3)",
        },
        {
            content: "and beside their column",
            trigger: "tr:contains(State) .o_import_report:contains(Line 3: 'Weg')",
        },
        upload([
            "a1,Closed,2013-12-31T18:46:00+01:00,The lamp was dark",
            "a2,Analysis,2013-12-31T18:46:00+01:00,The bin was full",
        ]),
        {
            content: "what was wrong is gone with the old file",
            trigger: ".o_import_action:not(:has(.o_import_report))",
        },
        {trigger: "button:contains(Test)", run: "click"},
        {trigger: ".alert-info:contains(Everything seems valid)"},
        {trigger: "button.btn-primary:contains(Import)", run: "click"},
        {trigger: ".o_notification:contains(2 records successfully imported)"},
        {
            content: "the batch says what can be done with them now",
            trigger:
                ".o_form_view .alert-info:contains(of these cases are confidential)",
        },
        {trigger: "button[name=action_release]", run: "click"},
        {
            trigger: ".modal div[name=reason] textarea",
            run: "edit Lamps and bins only",
        },
        {trigger: ".modal button[name=action_confirm]", run: "click"},
        {trigger: ".o_form_view:not(:has(.alert-info))"},
        {trigger: "button[name=action_open_cases]", run: "click"},
        {trigger: ".o_list_view .o_data_row:contains(The bin was full)"},
    ],
});
