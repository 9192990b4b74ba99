import {markup} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {Model} from "@web/model/model";

/** What the server draws of one edition, for the search at hand. */
export class WheelModel extends Model {
    setup({resModel, rings, yearId, isSmall}) {
        this.resModel = resModel;
        this.rings = rings;
        this.yearId = yearId;
        this.isSmall = isSmall;
        this.keepLast = new KeepLast();
        this.data = {edition: false};
    }

    async load({domain = [], context = {}} = {}) {
        this.search = {domain, context};
        const data = await this.keepLast.add(
            this.orm.call(this.resModel, "action_read_wheel", [domain], {
                rings: this.rings,
                year_id: this.yearId,
                is_small: this.isSmall(),
                context,
            })
        );
        this.data = data.edition ? {...data, svg: markup(data.svg)} : data;
        this.notify();
    }

    reload() {
        return this.load(this.search);
    }

    async preview(id, day) {
        const call = this.orm.silent.call(this.resModel, "action_preview_move", [
            [id],
            day,
        ]);
        try {
            return await call;
        } catch (error) {
            return {refused: error.data?.message || error.message};
        }
    }

    /** The screen that asks why. */
    askMove(id, day) {
        return this.orm.call(this.resModel, "action_move", [[id], day]);
    }
}
