import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";

/**
 * Similar cases by number, headline and state. A click shows one above the own work: an
 * action would take the place of the report that is being written.
 */
export class SimilarList extends Component {
    static template = "qms_deviation.SimilarList";
    static props = {cases: Array};

    setup() {
        this.dialog = useService("dialog");
    }

    /** A line of the register has no more to it than its summary. */
    hasMore(found) {
        return found.res_model !== "qms.register";
    }

    open(found) {
        this.dialog.add(FormViewDialog, {
            title: found.number,
            resModel: found.res_model,
            resId: found.res_id,
            readonly: true,
            preventCreate: true,
            preventEdit: true,
            canExpand: false,
        });
    }
}
