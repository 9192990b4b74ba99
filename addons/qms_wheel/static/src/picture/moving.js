import {reactive} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {debounce} from "@web/core/utils/timing";
import {Turning} from "./turning";

const WAIT = 120;

/**
 * One item on its way to another day, and what would move with it.
 *
 * @param {Function} ask what would happen: (id, day) => promise of the preview
 * @param {Function} show what has moved, to be drawn: (map of id to degrees) => void
 */
export class Moving {
    constructor(ask, show) {
        this.ask = ask;
        this.show = show;
        this.state = reactive({id: null, name: "", from: "", to: "", preview: null});
        this.keepLast = new KeepLast();
        this.look = debounce(() => this.preview(), WAIT);
    }

    get isOn() {
        return this.state.id !== null;
    }

    begin(item, edition) {
        this.turning = new Turning(edition);
        Object.assign(this.state, {
            id: item.id,
            name: item.name,
            from: item.date,
            to: item.date,
            preview: null,
        });
    }

    to(day) {
        if (day === this.state.to) {
            return;
        }
        this.state.to = day;
        this.draw();
        this.look();
    }

    by(days) {
        this.to(this.turning.shifted(this.state.from, {days}));
    }

    step(step) {
        this.to(this.turning.shifted(this.state.to, step));
    }

    /** What the server says; a day it refuses says so itself. */
    async preview() {
        const {id, to} = this.state;
        const preview = await this.keepLast.add(this.ask(id, to));
        if (this.isOn && this.state.to === to) {
            this.state.preview = preview;
            this.draw();
        }
    }

    draw() {
        const {id, from, to, preview} = this.state;
        const turns = {[id]: this.turning.degreesBetween(from, to)};
        for (const move of preview?.moves || []) {
            if (move.id !== id) {
                turns[move.id] = this.turning.degreesBetween(move.from, move.to);
            }
        }
        this.show(turns);
    }

    end() {
        const {id, from, to} = this.state;
        this.look.cancel();
        Object.assign(this.state, {id: null, preview: null});
        return {id, day: to, isMoved: from !== to};
    }
}
