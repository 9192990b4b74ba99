import {Component, markup, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const MODEL = "qms.insight";

/** Stored figures of a company, or of its whole group, for management and politicians. */
export class Insight extends Component {
    static template = "qms_review.Insight";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({page: null, open: {}});
        onWillStart(() => this.load(user.activeCompany.id, false));
    }

    get companies() {
        return user.allowedCompanies;
    }

    async load(companyId, wholeGroup) {
        const page = await this.orm.call(MODEL, "action_read", [companyId, wholeGroup]);
        for (const card of [
            ...page.topics.flatMap((t) => t.cards),
            ...page.objectives,
        ]) {
            // Drawn by the server, which escapes what it is given
            card.chart = markup(card.chart);
        }
        this.state.page = page;
    }

    onCompany(ev) {
        this.load(parseInt(ev.target.value, 10), false);
    }

    onScope(wholeGroup) {
        this.load(this.state.page.company_id, wholeGroup);
    }

    tableLabel(card) {
        return this.state.open[card.id] ? _t("Hide the table") : _t("As a table");
    }

    onTable(card) {
        this.state.open[card.id] = !this.state.open[card.id];
    }

    async onOpen(card) {
        const window = await this.orm.call(MODEL, "action_open", [
            card.id,
            this.state.page.company_id,
        ]);
        this.action.doAction(window);
    }

    onGoal(goal) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "qms.objective",
            res_id: goal.id,
            views: [[false, "form"]],
        });
    }

    onPrint() {
        this.action.doAction("qms_review.action_report_insight", {
            additionalContext: {active_ids: [this.state.page.company_id]},
        });
    }
}

registry.category("actions").add("qms_insight", Insight);
