import {registry} from "@web/core/registry";
import {FormRenderer} from "@web/views/form/form_renderer";
import {formView} from "@web/views/form/form_view";
import {useSubEnv} from "@odoo/owl";
import {StepButtons} from "./step_buttons";

/**
 * The form of a quality record.
 */
export class RecordFormRenderer extends FormRenderer {
    static components = {...FormRenderer.components, StatusBarButtons: StepButtons};

    setup() {
        super.setup();
        useSubEnv({qmsTabOf: (place) => this.tabOf(place)});
    }

    /**
     * Name of the tab that is called `place`, or in which the field of that name stands.
     */
    tabOf(place) {
        const pages = [...this.props.archInfo.xmlDoc.querySelectorAll("page")];
        const holds = (page) =>
            [...page.querySelectorAll(`field[name="${place}"]`)].some(
                (field) => !field.closest("list, kanban")
            );
        const page =
            pages.find((one) => one.getAttribute("name") === place) ||
            pages.find(holds);
        return page?.getAttribute("name");
    }
}

registry.category("views").add("qms_record_form", {
    ...formView,
    Renderer: RecordFormRenderer,
});
