import {importRecordsItem} from "@base_import/import_records/import_records";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/**
 * 'Import records' on the cases: nobody creates one by hand there, which hides Odoo's own
 * item, but a quality manager takes over an old register.
 */
class TakeOverRegister extends importRecordsItem.Component {}

export const takeOverItem = {
    Component: TakeOverRegister,
    groupNumber: importRecordsItem.groupNumber,
    isDisplayed: async ({config, isSmall, searchModel}) =>
        !isSmall &&
        searchModel?.resModel === "qms.deviation" &&
        config.actionType === "ir.actions.act_window" &&
        ["kanban", "list"].includes(config.viewType) &&
        (await user.hasGroup("qms.group_quality_manager")),
};

registry.category("cogMenu").add("qms-take-over", takeOverItem, {sequence: 1});
