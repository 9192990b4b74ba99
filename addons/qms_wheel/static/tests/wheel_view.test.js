import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {press, queryAll, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {markup} from "@odoo/owl";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Occurrence extends models.Model {
    _name = "qms.wheel.occurrence";
    name = fields.Char();
    state = fields.Char();
    _records = [{id: 1, name: "Audit round", state: "planned"}];
    _views = {
        wheel: `<wheel rings="kind" year_filters="running"/>`,
        search: `
            <search>
                <filter name="running" string="This year" domain="[('state', '=', 'planned')]"/>
                <filter name="late" string="Late" domain="[('name', '=', 'late')]"/>
            </search>`,
    };
}

defineMailModels();
defineModels([Occurrence]);

const NAMES = {1: "Audit round", 2: "Management review", 3: "New goals"};
const DAYS = {1: "2026-09-10", 2: "2026-11-10", 3: "2026-12-01"};

function drawn() {
    const items = Object.keys(NAMES).map(
        (id) => `
            <g class="o_wheel_item" data-id="${id}" tabindex="-1" role="button" aria-label="${NAMES[id]}">
                <rect class="o_wheel_head" x="${id * 100}" y="100" width="50" height="50"/>
            </g>`
    );
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000"
        class="o_wheel_drawing" width="400" height="400">${items.join("")}</svg>`;
}

function read(values = {}) {
    return {
        edition: {id: 5, name: "Year wheel 2026", year: 2026},
        before: {id: 4, name: "Year wheel 2025", year: 2025},
        after: false,
        first_day: "2026-01-01",
        last_day: "2026-12-31",
        today: "2026-03-02",
        svg: drawn(),
        rings: [{letter: "A", name: "Audit round, Management review"}],
        items: Object.keys(NAMES).map((id) => ({
            id: Number(id),
            number: Number(id),
            name: NAMES[id],
            date: DAYS[id],
            whose: "Home care",
            state: "planned",
            state_name: "Planned",
            is_movable: id !== "3",
        })),
        ...values,
    };
}

beforeEach(() => {
    mockDate("2026-03-02 12:00:00");
    onRpc("action_read_wheel", ({kwargs}) => {
        expect.step(`read ${kwargs.rings} ${kwargs.year_id ?? "-"}`);
        return read();
    });
    onRpc("action_preview_move", ({args}) => {
        expect.step(`preview ${args[0]} ${args[1]}`);
        return {
            moves: [
                {id: 2, name: NAMES[2], from: DAYS[2], to: args[1]},
                {id: 3, name: NAMES[3], from: DAYS[3], to: args[1]},
            ],
            beyond: [],
            before: [],
            stuck: [],
        };
    });
});

function mount(values = {}) {
    return mountView({type: "wheel", resModel: "qms.wheel.occurrence", ...values});
}

const item = (id) => queryOne(`.o_wheel_item[data-id="${id}"]`);
const focused = () => document.activeElement.dataset.id;

test("the server's drawing, and its table with the same items", async () => {
    await mount();
    expect.verifySteps(["read kind -"]);
    expect(".o_wheel_item").toHaveCount(3);
    expect(queryAllTexts(".o_wheel_open")).toEqual(Object.values(NAMES));
    expect(".o_wheel_year").toHaveText("Year wheel 2026");
    expect(".o_wheel_rings li").toHaveCount(1);
});

test("one of them is in the order of focus, arrow keys go on", async () => {
    await mount();
    expect(queryAll(".o_wheel_item[tabindex='0']").length).toBe(1);
    item(1).focus();
    await press("ArrowRight");
    expect(focused()).toBe("2");
    await press("End");
    expect(focused()).toBe("3");
    await press("ArrowDown");
    expect(focused()).toBe("3");
    await press("Home");
    expect(focused()).toBe("1");
    expect(queryAll(".o_wheel_item[tabindex='0']").length).toBe(1);
    expect.verifySteps(["read kind -"]);
});

test("Enter, a click and the table open the record", async () => {
    await mount({selectRecord: (id) => expect.step(`open ${id}`)});
    item(2).focus();
    await press("Enter");
    await contains(".o_wheel_item[data-id='1']").click();
    await contains(".o_wheel_open:eq(2)").click();
    expect.verifySteps(["read kind -", "open 2", "open 1", "open 3"]);
});

test("moved by key: what follows is shown moving, then it asks why once", async () => {
    onRpc("action_move", ({args}) => {
        expect.step(`move ${args[0]} ${args[1]}`);
        return {type: "ir.actions.act_window", res_model: "qms.wheel.move"};
    });
    mockService("action", {
        doAction(action, {onClose}) {
            expect.step(action.res_model);
            onClose();
            return Promise.resolve();
        },
    });
    await mount();
    item(2).focus();
    await press("m");
    await press("PageDown");
    await press("ArrowRight");
    await advanceTime(200);
    await animationFrame();
    expect(item(3)).toHaveClass("o_wheel_pushed");
    expect(item(2)).toHaveClass("o_wheel_moving");
    expect(".o_wheel_told").toHaveText(/Moves along: New goals/);
    await press("Enter");
    await animationFrame();
    expect.verifySteps([
        "read kind -",
        "preview 2 2026-12-11",
        "move 2 2026-12-11",
        "qms.wheel.move",
        "read kind -",
    ]);
    expect(item(3)).not.toHaveClass("o_wheel_pushed");
});

test("Escape puts it back", async () => {
    await mount();
    item(2).focus();
    await press("m");
    await press("ArrowRight");
    expect(item(2)).toHaveAttribute("transform", /rotate/);
    await press("Escape");
    await advanceTime(200);
    expect(item(2)).toHaveAttribute("transform", "");
    expect(".o_wheel_told").toHaveText("");
    expect.verifySteps(["read kind -"]);
});

test("it goes neither into the past nor beyond the year", async () => {
    await mount();
    item(2).focus();
    await press("m");
    for (let month = 0; month < 9; month++) {
        await press("PageUp");
    }
    await advanceTime(200);
    for (let month = 0; month < 11; month++) {
        await press("PageDown");
    }
    await advanceTime(200);
    expect.verifySteps(["read kind -", "preview 2 2026-03-02", "preview 2 2026-12-31"]);
});

test("what is not one's own stays where it is", async () => {
    await mount();
    item(3).focus();
    expect(item(3)).not.toHaveClass("o_wheel_movable");
    await press("m");
    await press("ArrowLeft");
    expect(focused()).toBe("2");
    expect(item(3)).not.toHaveAttribute("transform");
    expect.verifySteps(["read kind -"]);
});

test("a day the server refuses says why", async () => {
    onRpc("action_preview_move", () => {
        throw makeServerError({message: "To which day?"});
    });
    await mount();
    item(2).focus();
    await press("m");
    await press("ArrowRight");
    await advanceTime(200);
    await animationFrame();
    expect(".o_wheel_told .o_wheel_warning").toHaveText("To which day?");
    expect.verifySteps(["read kind -"]);
});

test("out of order is told before it is dropped", async () => {
    onRpc("action_preview_move", () => ({
        moves: [],
        beyond: [],
        before: [{id: 1, name: NAMES[1]}],
        stuck: [],
    }));
    await mount();
    item(2).focus();
    await press("m");
    await press("PageUp");
    await advanceTime(200);
    await animationFrame();
    expect(".o_wheel_warning").toHaveText(/it has to follow Audit round/);
    expect.verifySteps(["read kind -"]);
});

test("rings by kind or by team", async () => {
    await mount();
    await contains(".o_wheel_by_team").click();
    expect(".o_wheel_by_team").toHaveAttribute("aria-pressed", "true");
    expect.verifySteps(["read kind -", "read team -"]);
});

test("leafed to the year before, the filter of this year goes", async () => {
    await mount({context: {search_default_running: 1}});
    expect(".o_searchview_facet").toHaveCount(1);
    await contains(".o_wheel_before").click();
    expect(".o_searchview_facet").toHaveCount(0);
    expect(".o_wheel_after").toHaveCount(0);
    expect.verifySteps(["read kind -", "read kind 4"]);
});

test("an edition's own window turns to no other", async () => {
    await mount({context: {wheel_stays: true}});
    expect(".o_wheel_before").toHaveCount(0);
    expect.verifySteps(["read kind -"]);
});

test("without an edition it says what belongs here", async () => {
    onRpc("action_read_wheel", () => ({edition: false}));
    await mount({noContentHelp: markup`<p>The wheel does not turn yet</p>`});
    expect(".o_view_nocontent").toHaveText("The wheel does not turn yet");
});
