import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";

/**
 * Three small numbers above one's own duties: late, this week, waiting for others.
 * A click shows what is counted, by the filters of the same search view.
 */
export class DutySummary extends Component {
    static template = "qms.DutySummary";
    static props = {list: {type: Object, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.state = useState({counts: []});
        onWillStart(() => this.count());
        onWillUpdateProps(() => this.count());
    }

    get numbers() {
        const uid = user.userId;
        const open = ["state", "=", "open"];
        const mine = ["|", ["user_id", "=", uid], ["group_id.all_user_ids", "in", uid]];
        return [
            {
                name: "late",
                label: _t("Late"),
                filters: ["mine", "late"],
                domain: [open, ...mine, ["date_deadline", "<", "today"]],
            },
            {
                name: "week",
                label: _t("This week"),
                filters: ["mine", "week"],
                domain: [
                    open,
                    ...mine,
                    ["date_deadline", ">=", "today"],
                    ["date_deadline", "<", "today +1d +monday"],
                ],
            },
            {
                name: "waiting",
                label: _t("Waiting for others"),
                filters: ["waiting"],
                domain: [open, ["waiting_for_me", "=", true], ["user_id", "!=", uid]],
            },
        ];
    }

    async count() {
        const numbers = this.numbers;
        const counts = await Promise.all(
            numbers.map(({domain}) => this.orm.searchCount("qms.duty", domain))
        );
        this.state.counts = numbers.map((number, place) => ({
            ...number,
            count: counts[place],
        }));
    }

    show({filters}) {
        const model = this.env.searchModel;
        const items = model.getSearchItems((item) => filters.includes(item.name));
        model.query = [];
        for (const item of items) {
            model.toggleSearchItem(item.id);
        }
    }
}

class DutyListRenderer extends ListRenderer {
    static template = "qms.DutyListRenderer";
    static components = {...ListRenderer.components, DutySummary};
}

class DutyKanbanRenderer extends KanbanRenderer {
    static template = "qms.DutyKanbanRenderer";
    static components = {...KanbanRenderer.components, DutySummary};
}

registry
    .category("views")
    .add("qms_duty_list", {...listView, Renderer: DutyListRenderer})
    .add("qms_duty_kanban", {...kanbanView, Renderer: DutyKanbanRenderer});
