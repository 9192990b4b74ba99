import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const FOUND = {
    number: "K-2026-00007",
    headline: "The cabinet stood open",
    state: "Reported",
    res_model: "qms.deviation",
    res_id: 7,
};
const ARCH = `<form><field name="description" widget="qms_story"/></form>`;

class Report extends models.Model {
    _name = "qms.report";
    description = fields.Text();
    _records = [{id: 1, description: "Written before"}];
}

defineMailModels();
defineModels([Report]);

/** Answers with the given counts, and writes down what was asked. */
function answer(counts, cases = [FOUND]) {
    onRpc("qms.deviation", "action_find_similar", ({args}) => {
        expect.step(args[0]);
        return {...counts, cases};
    });
}

async function type(text) {
    await contains(".o_field_widget[name=description] textarea").edit(text, {
        confirm: false,
    });
}

async function pause() {
    await advanceTime(900);
    await animationFrame();
}

test("a quiet line tells of similar ones after a pause in typing", async () => {
    answer({count: 4, in_unit: 3});
    await mountView({type: "form", resModel: "qms.report", arch: ARCH});
    expect(".o_qms_similar summary").toHaveCount(0);
    await type("The cabinet stood open again");
    await advanceTime(300);
    expect.verifySteps([]);
    await pause();
    expect.verifySteps(["The cabinet stood open again"]);
    expect(".o_qms_similar summary").toHaveText("3 like this in your unit");
    expect(".o_qms_similar details").not.toHaveAttribute("open");
    expect(".o_field_widget[name=description] textarea").toBeFocused();
});

test("it folds out to numbers, headlines and states", async () => {
    answer({count: 1, in_unit: 0});
    await mountView({type: "form", resModel: "qms.report", arch: ARCH});
    await type("The cabinet stood open again");
    await pause();
    expect.verifySteps(["The cabinet stood open again"]);
    expect(".o_qms_similar summary").toHaveText("1 like this elsewhere");
    await contains(".o_qms_similar summary").click();
    expect(queryAllTexts(".o_qms_similar li > *")).toEqual([
        "K-2026-00007",
        "The cabinet stood open",
        "Reported",
    ]);
    expect(".o_qms_similar li button").toHaveCount(1);
});

test("a line of the register shows its summary and opens nothing", async () => {
    answer({count: 1, in_unit: 1}, [{...FOUND, res_model: "qms.register"}]);
    await mountView({type: "form", resModel: "qms.report", arch: ARCH});
    await type("The cabinet stood open again");
    await pause();
    expect.verifySteps(["The cabinet stood open again"]);
    expect(".o_qms_similar li").toHaveCount(1);
    expect(".o_qms_similar li button").toHaveCount(0);
});

test("ten is said as ten or more", async () => {
    answer({count: 10, in_unit: 10});
    await mountView({type: "form", resModel: "qms.report", arch: ARCH});
    await type("The cabinet stood open again");
    await pause();
    expect.verifySteps(["The cabinet stood open again"]);
    expect(".o_qms_similar summary").toHaveText("10 or more like this in your unit");
});

test("no question for a few letters, no line without a find", async () => {
    answer({count: 0, in_unit: 0}, []);
    await mountView({type: "form", resModel: "qms.report", arch: ARCH});
    await type("The cab");
    await pause();
    expect.verifySteps([]);
    await type("Something quite different happened");
    await pause();
    expect.verifySteps(["Something quite different happened"]);
    expect(".o_qms_similar summary").toHaveCount(0);
});

test("a failing search is not noticed", async () => {
    onRpc("qms.deviation", "action_find_similar", () => {
        throw new Error("no search today");
    });
    await mountView({type: "form", resModel: "qms.report", arch: ARCH});
    await type("The cabinet stood open again");
    await pause();
    expect(".o_qms_similar summary").toHaveCount(0);
    expect(".modal").toHaveCount(0);
    expect(".o_field_widget[name=description] textarea").toHaveValue(
        "The cabinet stood open again"
    );
});

test("what is only read asks nothing", async () => {
    answer({count: 3, in_unit: 3});
    await mountView({
        type: "form",
        resModel: "qms.report",
        resId: 1,
        arch: ARCH.replace("<form>", `<form edit="0">`),
    });
    await pause();
    expect.verifySteps([]);
    expect(".o_field_widget[name=description]").toHaveText("Written before");
});
