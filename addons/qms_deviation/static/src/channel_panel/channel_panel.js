import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useRecordObserver} from "@web/model/relational_model/utils";

const PAUSE = 400;

/**
 * Other channels that the text of a report sounds like, while it is written.
 *
 * The text box gives its text to the record only when it is left, which on a phone may
 * be the tap on [Send]: so what is typed is listened to. Nothing is ever blocked.
 */
export class ChannelPanel extends Component {
    static template = "qms_deviation.ChannelPanel";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({channels: []});
        this.declined = new Set();
        this.text = "";
        this.match = useDebounced(() => this.ask(), PAUSE);
        this.onInput = (ev) => this.read(ev);
        onMounted(() => document.addEventListener("input", this.onInput));
        onWillUnmount(() => document.removeEventListener("input", this.onInput));
        useRecordObserver((record) => {
            this.text = record.data.description || this.text;
            this.picked = record.data.channel_id?.id || false;
            this.company = record.data.company_id?.id || false;
            this.match();
        });
    }

    read(ev) {
        if (ev.target.closest?.(".o_qms_report .o_field_widget[name=description]")) {
            this.text = ev.target.value;
            this.match();
        }
    }

    async ask() {
        const found =
            this.text || this.picked
                ? await this.orm.silent.call("qms.channel", "action_match", [
                      this.text,
                      this.company,
                      this.picked,
                  ])
                : [];
        this.state.channels = found.filter(({id}) => !this.declined.has(id));
    }

    decline(channel) {
        this.declined.add(channel.id);
        this.state.channels = this.state.channels.filter(({id}) => id !== channel.id);
    }
}

registry.category("view_widgets").add("qms_channel_panel", {
    component: ChannelPanel,
    fieldDependencies: [
        {name: "description", type: "text"},
        {name: "channel_id", type: "many2one"},
        {name: "company_id", type: "many2one"},
    ],
});
