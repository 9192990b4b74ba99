import {ImportAction} from "@base_import/import_action/import_action";
import {patch} from "@web/core/utils/patch";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

/** An old register comes in as one, and what is done with it next is done there. */
patch(ImportAction.prototype, {
    setup() {
        super.setup();
        this.orm = useService("orm");
    },

    get takesOver() {
        return this.resModel === "qms.deviation";
    },

    get isBatched() {
        return !this.takesOver && super.isBatched;
    },

    async openRecords(resIds) {
        if (!this.takesOver) {
            return super.openRecords(resIds);
        }
        const mine = [["user_id", "=", user.userId]];
        const [takeoverId] = await this.orm.search("qms.takeover", mine, {limit: 1});
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: "qms.takeover",
            res_id: takeoverId,
            views: [[false, "form"]],
        });
    },
});
