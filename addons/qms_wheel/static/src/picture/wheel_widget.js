import {Component, markup, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {WheelPicture} from "./wheel_picture";

/** The picture on an edition's form: to look at, and to open what stands in it. */
export class WheelWidget extends Component {
    static template = "qms_wheel.Widget";
    static components = {WheelPicture};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.state = useState({data: null});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(({record}) => this.load(record.resId));
    }

    async load(id) {
        if (!id) {
            return;
        }
        const data = await this.orm.call(
            "qms.wheel.occurrence",
            "action_read_wheel",
            [[]],
            {
                year_id: id,
                is_small: this.ui.isSmall,
            }
        );
        this.state.data = data.edition ? {...data, svg: markup(data.svg)} : null;
    }

    open(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "qms.wheel.occurrence",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("qms_wheel", {component: WheelWidget});
