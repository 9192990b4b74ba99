import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("qms_document_write", {
    url: "/odoo/quality-documents/new",
    steps: () => [
        {
            trigger: ".o_field_widget[name=name] textarea",
            run: "edit Lifting with a hoist",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {
            content: "its draft is there already",
            trigger: ".o_form_statusbar button[name=action_write]",
            run: "click",
        },
        {
            trigger: ".o_qms_document_version .odoo-editor-editable",
            run: "editor Always two, never one.",
        },
        {
            trigger: ".o_form_statusbar button[name=action_submit]",
            run: "click",
        },
        {
            content: "it stands as it was written",
            trigger:
                ".o_qms_document_version .o_readonly:contains(Always two, never one.)",
        },
    ],
});

tours.add("qms_document_approve", {
    steps: () => [
        {trigger: ".o_qms_document_version:contains(Always two, never one.)"},
        {
            trigger: ".o_form_statusbar button[name=action_approve]",
            run: "click",
        },
        {trigger: "body:not(:has(button[name=action_approve]))"},
    ],
});

tours.add("qms_document_read", {
    steps: () => [
        {trigger: ".o_qms_document:contains(Always two, never one.)"},
        {
            trigger: ".o_form_statusbar button[name=action_read]",
            run: "click",
        },
        {trigger: ".alert-success:contains(You have read and understood it)"},
    ],
});

tours.add("qms_document_find", {
    url: "/odoo/quality-documents",
    steps: () => [
        {trigger: ".o_searchview_input", run: "edit morphine"},
        {
            trigger: ".o-dropdown-item:contains(Search Words for)",
            run: "click",
        },
        {trigger: ".o_data_row:contains(Counting sheet)"},
        {
            content: "the document is found by the words of its annex",
            trigger: ".o_data_row:contains(Medicine count) .o_data_cell",
            run: "click",
        },
        {trigger: ".o_notebook .nav-link:contains(Annexes)", run: "click"},
        {trigger: ".o_field_widget[name=annex_ids]:contains(Counting sheet)"},
    ],
});
