import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {SimilarList} from "./similar_list";

/** On a case: similar ones that one may read, and the counts of the other companies. */
export class SimilarWidget extends Component {
    static template = "qms_deviation.SimilarWidget";
    static components = {SimilarList};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({loaded: false, cases: [], elsewhere: []});
        onWillStart(() => {
            this.load();
        });
    }

    /** Without waiting: the tab opens at once, the list follows. */
    async load() {
        const {resId} = this.props.record;
        if (resId) {
            const answer = await this.orm.silent.call(
                "qms.deviation",
                "action_similar_to_this",
                [[resId]]
            );
            Object.assign(this.state, answer, {loaded: true});
        }
    }

    total({total}) {
        return total === null ? _t("fewer than three") : total;
    }

    companies({companies}) {
        return companies
            .filter(([, count]) => count)
            .map(([name, count]) => `${name} ${count}`)
            .join(", ");
    }
}

registry.category("view_widgets").add("qms_similar", {component: SimilarWidget});
