import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {tell} from "./telling";
import {angleOf} from "./turning";
import {Moving} from "./moving";

// so many pixels are a slip of the hand, not a move
const SLIP = 5;
const ON = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};

/**
 * The wheel as the server drew it, and its table. Items are chosen and moved by pointer
 * or by key; what a move would bring is shown before it is dropped.
 */
export class WheelPicture extends Component {
    static template = "qms_wheel.Picture";
    static props = {
        data: Object,
        open: Function,
        preview: {type: Function, optional: true},
        drop: {type: Function, optional: true},
        isSmall: {type: Boolean, optional: true},
    };

    setup() {
        this.wheel = useRef("wheel");
        this.state = useState({litId: null});
        this.moving = new Moving(
            (id, day) => this.props.preview(id, day),
            (turns) => this.turn(turns)
        );
        this.move = useState(this.moving.state);
        this.activeId = null;
        useEffect(
            () => this.furnish(),
            () => [this.props.data.svg]
        );
    }

    get items() {
        return this.props.data.items;
    }

    item(id) {
        return this.items.find((item) => item.id === id);
    }

    day(iso) {
        return formatDate(deserializeDate(iso));
    }

    node(id) {
        return this.wheel.el?.querySelector(`.o_wheel_item[data-id="${id}"]`);
    }

    mayMove(item) {
        return Boolean(item?.is_movable && this.props.drop);
    }

    // what the server's drawing does not know: where the focus is, what may be moved
    furnish() {
        const known = this.item(this.activeId) || this.items[0];
        for (const item of this.items) {
            const node = this.node(item.id);
            node?.setAttribute("tabindex", item === known ? "0" : "-1");
            node?.classList.toggle("o_wheel_movable", this.mayMove(item));
        }
        if (this.isAwaited) {
            this.isAwaited = false;
            this.node(this.activeId)?.focus();
        }
    }

    focus(item) {
        this.node(this.activeId ?? this.items[0].id)?.setAttribute("tabindex", "-1");
        this.activeId = item.id;
        const node = this.node(item.id);
        node?.setAttribute("tabindex", "0");
        node?.focus();
    }

    light(id) {
        this.node(this.state.litId)?.classList.remove("o_wheel_lit");
        this.state.litId = id;
        this.node(id)?.classList.add("o_wheel_lit");
    }

    turn(turns) {
        for (const node of this.wheel.el?.querySelectorAll(".o_wheel_item") || []) {
            const degrees = turns[node.dataset.id];
            const isTurned = degrees !== undefined && degrees !== 0;
            node.setAttribute(
                "transform",
                isTurned ? `rotate(${degrees} 500 500)` : ""
            );
            node.classList.toggle(
                "o_wheel_pushed",
                isTurned && Number(node.dataset.id) !== this.move.id
            );
            node.classList.toggle(
                "o_wheel_moving",
                Number(node.dataset.id) === this.move.id
            );
        }
    }

    // ------------------------------------------------------------
    // Dropping
    // ------------------------------------------------------------

    /** Asks why, once; until then nothing has moved. */
    async drop() {
        const {id, day, isMoved} = this.moving.end();
        if (!isMoved) {
            this.turn({});
            return;
        }
        this.isAwaited = true;
        try {
            await this.props.drop(id, day);
        } finally {
            this.turn({});
        }
    }

    putBack() {
        this.moving.end();
        this.turn({});
    }

    /** What would happen, line by line. */
    get told() {
        return tell(this.move, (iso) => this.day(iso));
    }

    // ------------------------------------------------------------
    // Pointer
    // ------------------------------------------------------------

    itemAt(ev) {
        const node = ev.target.closest?.(".o_wheel_item");
        return node && this.item(Number(node.dataset.id));
    }

    onPointerDown(ev) {
        const item = this.itemAt(ev);
        this.press = null;
        if (ev.button || !item || this.moving.isOn) {
            return;
        }
        this.activate(item);
        if (!this.props.isSmall && this.mayMove(item)) {
            const svg = this.wheel.el.querySelector("svg");
            const {clientX, clientY, pointerId} = ev;
            this.press = {item, svg, clientX, clientY, pointerId};
            this.press.angle = angleOf(svg, ev);
        }
    }

    activate(item) {
        this.node(this.activeId ?? this.items[0].id)?.setAttribute("tabindex", "-1");
        this.activeId = item.id;
        this.node(item.id)?.setAttribute("tabindex", "0");
    }

    onPointerMove(ev) {
        if (!this.press) {
            this.light(this.itemAt(ev)?.id ?? null);
            return;
        }
        const {item, svg, clientX, clientY, pointerId, angle} = this.press;
        const way = Math.hypot(ev.clientX - clientX, ev.clientY - clientY);
        if (!this.moving.isOn && way > SLIP) {
            this.moving.begin(item, this.props.data);
            svg.setPointerCapture?.(pointerId);
        }
        if (this.moving.isOn) {
            ev.preventDefault();
            this.moving.by(this.moving.turning.daysOf(angleOf(svg, ev) - angle));
        }
    }

    onPointerUp() {
        const isDragged = Boolean(this.press) && this.moving.isOn;
        this.press = null;
        if (isDragged) {
            // the click that follows opens nothing
            this.isDropped = true;
            setTimeout(() => (this.isDropped = false));
            return this.drop();
        }
    }

    onPointerCancel() {
        if (this.press) {
            this.press = null;
            this.putBack();
        }
    }

    onClick(ev) {
        const item = this.itemAt(ev);
        if (item && !this.isDropped && !this.moving.isOn) {
            this.props.open(item.id, ev.ctrlKey || ev.metaKey);
        }
    }

    // ------------------------------------------------------------
    // Keys
    // ------------------------------------------------------------

    onKeydown(ev) {
        const item = this.itemAt(ev);
        if (!item || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const done = this.moving.isOn ? this.steer(ev.key) : this.walk(ev.key, item);
        if (done) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    walk(key, item) {
        const at = this.items.indexOf(item);
        const last = this.items.length - 1;
        if (key in ON) {
            this.focus(this.items[Math.min(Math.max(at + ON[key], 0), last)]);
        } else if (key === "Home" || key === "End") {
            this.focus(this.items[key === "Home" ? 0 : last]);
        } else if (key === "Enter" || key === " ") {
            this.props.open(item.id);
        } else if (key.toLowerCase() === "m" && this.mayMove(item)) {
            this.moving.begin(item, this.props.data);
            this.turn({});
        } else {
            return false;
        }
        return true;
    }

    steer(key) {
        if (key in ON) {
            this.moving.step({days: ON[key]});
        } else if (key === "PageDown" || key === "PageUp") {
            this.moving.step({months: key === "PageDown" ? 1 : -1});
        } else if (key === "Enter" || key === " ") {
            this.drop();
        } else if (key === "Escape") {
            this.putBack();
        } else {
            return false;
        }
        return true;
    }

    onFocusIn(ev) {
        const item = this.itemAt(ev);
        if (item) {
            this.activeId = item.id;
            this.light(item.id);
        }
    }

    onFocusOut(ev) {
        this.light(null);
        // whoever goes elsewhere has not dropped it
        if (this.moving.isOn && !this.press && this.itemAt(ev)?.id === this.move.id) {
            this.putBack();
        }
    }
}
