import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const INPUT = "input:not([type=hidden]), textarea, select, button, a[href]";
const TRIES = 20;

/**
 * What is still missing, each point a link to where one gives it: to the field or the
 * tab that the server named.
 */
export class MissingField extends Component {
    static template = "qms.MissingField";
    static props = {...standardFieldProps};

    get points() {
        return this.props.record.data[this.props.name];
    }

    onClick(ev) {
        const point = ev.target.closest("button[data-place]");
        if (point) {
            this.goTo(point.dataset.place, point.closest(".o_form_view"));
        }
    }

    goTo(place, form) {
        const tab = this.env.qmsTabOf?.(place);
        const link = tab && form.querySelector(`.o_notebook .nav-link[name="${tab}"]`);
        link?.click();
        this.focus(place, form, link, TRIES);
    }

    /**
     * The tab's fields are drawn some frames later.
     */
    focus(place, form, link, tries) {
        const field = form.querySelector(`.o_field_widget[name="${place}"]`);
        if (!field && tries) {
            requestAnimationFrame(() => this.focus(place, form, link, tries - 1));
            return;
        }
        const target = field?.querySelector(INPUT) || link || field;
        target?.scrollIntoView({block: "center"});
        target?.focus();
    }
}

registry.category("fields").add("qms_missing", {
    component: MissingField,
    supportedTypes: ["html"],
});
