import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const URL = "/odoo/quality-year-wheel";

function item(name) {
    return `.o_wheel_item[data-label*="${name}"]`;
}

function key(node, name) {
    node.dispatchEvent(new window.KeyboardEvent("keydown", {key: name, bubbles: true}));
}

/** Drag along the circle, by so many degrees. */
function drag(node, degrees) {
    const box = node.querySelector(".o_wheel_head").getBoundingClientRect();
    const round = node.closest("svg").getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [cx, cy] = [round.x + round.width / 2, round.y + round.height / 2];
    const turn = (degrees * Math.PI) / 180;
    const to = [
        cx + (x - cx) * Math.cos(turn) - (y - cy) * Math.sin(turn),
        cy + (x - cx) * Math.sin(turn) + (y - cy) * Math.cos(turn),
    ];
    const fire = (type, [clientX, clientY]) =>
        node.dispatchEvent(
            new window.PointerEvent(type, {clientX, clientY, bubbles: true, button: 0})
        );
    node.closest("svg").setPointerCapture = () => {};
    fire("pointerdown", [x, y]);
    fire("pointermove", to);
}

function drop(node) {
    node.dispatchEvent(new window.PointerEvent("pointerup", {bubbles: true}));
}

tours.add("qms_wheel_plan", {
    url: URL,
    steps: () => [
        {
            content: "arrow keys go from one to the next",
            trigger: item("Satisfaction survey"),
            run() {
                this.anchor.focus();
                key(this.anchor, "ArrowRight");
            },
        },
        {
            content: "Enter opens",
            trigger: `${item("Quality group meeting")}[tabindex="0"]`,
            run() {
                key(this.anchor, "Enter");
            },
        },
        {trigger: ".o_form_view h1:contains(Quality group meeting)"},
        {trigger: ".breadcrumb-item a, .o_back_button", run: "click"},
        {
            content: "dragged, what follows is shown moving",
            trigger: `${item("Management review")}.o_wheel_movable`,
            run() {
                drag(this.anchor, 30);
            },
        },
        {trigger: `${item("New goals")}.o_wheel_pushed`},
        {trigger: ".o_wheel_told:contains(New goals)"},
        {
            trigger: item("Management review"),
            run() {
                drop(this.anchor);
            },
        },
        {
            content: "why?",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The council meets later",
        },
        {trigger: ".modal button[name=action_confirm]", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {trigger: `${item("Management review")}:not([transform*=rotate])`},
    ],
});

tours.add("qms_wheel_put_back", {
    url: URL,
    steps: () => [
        {
            content: "picked up and moved by key",
            trigger: `${item("Audit round")}.o_wheel_movable`,
            run() {
                this.anchor.focus();
                key(this.anchor, "m");
                key(this.anchor, "PageDown");
                key(this.anchor, "ArrowRight");
            },
        },
        {trigger: `${item("Audit round")}.o_wheel_moving[transform*=rotate]`},
        {
            trigger: item("Audit round"),
            run() {
                key(this.anchor, "Escape");
            },
        },
        {
            content: "dropped, but then not wanted",
            trigger: `${item("Audit round")}:not([transform*=rotate])`,
            run() {
                key(this.anchor, "m");
                key(this.anchor, "ArrowRight");
                key(this.anchor, "Enter");
            },
        },
        {trigger: ".modal footer button:contains(Back)", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {trigger: `${item("Audit round")}:not([transform*=rotate])`},
    ],
});

tours.add("qms_wheel_phone", {
    url: URL,
    steps: () => [
        {
            content: "the picture fits the phone",
            trigger: ".o_wheel_small .o_wheel_drawing",
            run() {
                const {left, right} = this.anchor.getBoundingClientRect();
                const table = document.querySelector(".o_wheel_table").scrollWidth;
                if (left < 0 || right > 375 || table > 375) {
                    throw new Error(`from ${left} to ${right}, table ${table}`);
                }
            },
        },
        {trigger: ".o_wheel_open:contains(Satisfaction survey)", run: "click"},
        {trigger: ".o_form_view h1:contains(Satisfaction survey)"},
    ],
});
