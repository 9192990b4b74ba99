import {Component, useRef} from "@odoo/owl";
import {useBus, useService} from "@web/core/utils/hooks";
import {useModel} from "@web/model/model";
import {useSetupAction} from "@web/search/action_hook";
import {CogMenu} from "@web/search/cog_menu/cog_menu";
import {Layout} from "@web/search/layout";
import {SearchBar} from "@web/search/search_bar/search_bar";
import {useSearchBarToggler} from "@web/search/search_bar/search_bar_toggler";
import {ActionHelper} from "@web/views/action_helper";
import {standardViewProps} from "@web/views/standard_view_props";

export class WheelController extends Component {
    static template = "qms_wheel.WheelView";
    static components = {ActionHelper, CogMenu, Layout, SearchBar};
    static props = {
        ...standardViewProps,
        Model: Function,
        Renderer: Function,
        archInfo: Object,
    };

    setup() {
        this.root = useRef("root");
        this.action = useService("action");
        this.ui = useService("ui");
        this.model = useModel(this.props.Model, {
            resModel: this.props.resModel,
            rings: this.props.archInfo.rings,
            yearId: null,
            ...this.props.state?.wheel,
            isSmall: () => this.ui.isSmall,
        });
        useBus(this.model.bus, "update", () => this.render(true));
        // a filter that chooses the edition counts for more than what was leafed to
        useBus(this.env.searchModel, "update", () => {
            if (this.yearFilters.length) {
                this.model.yearId = null;
            }
        });
        useSetupAction({
            rootRef: this.root,
            getLocalState: () => ({
                wheel: {rings: this.model.rings, yearId: this.model.yearId},
            }),
        });
        this.searchBarToggler = useSearchBarToggler();
    }

    get yearFilters() {
        const names = this.props.archInfo.yearFilters;
        return this.env.searchModel.getSearchItems(
            ({name, isActive}) => isActive && names.includes(name)
        );
    }

    get stays() {
        return Boolean(this.props.context.wheel_stays);
    }

    /** To the edition before or after; what else is searched for stays. */
    turnTo({id}) {
        const filters = this.yearFilters;
        for (const filter of filters) {
            this.env.searchModel.toggleSearchItem(filter.id);
        }
        this.model.yearId = id;
        return filters.length ? undefined : this.model.reload();
    }

    ringsBy(rings) {
        this.model.rings = rings;
        return this.model.reload();
    }

    open(id, newWindow) {
        const activeIds = this.model.data.items.map((item) => item.id);
        return this.props.selectRecord(id, {activeIds, newWindow});
    }

    async drop(id, day) {
        const action = await this.model.askMove(id, day);
        await new Promise((resolve, reject) => {
            this.action
                .doAction(action, {onClose: () => resolve()})
                .catch((error) => reject(error));
        });
        await this.model.reload();
    }

    print(report) {
        const {id} = this.model.data.edition;
        return this.action.doAction(report, {
            additionalContext: {
                active_model: "qms.wheel.year",
                active_id: id,
                active_ids: [id],
            },
        });
    }
}
