import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, waitFor} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const point = (place, words) => `<button data-place="${place}">${words}</button>`;

class Case extends models.Model {
    name = fields.Char();
    cause = fields.Text();
    missing = fields.Html();
    _records = [
        {
            id: 1,
            name: "Cabinet",
            missing: `${point("cause", "the cause")}${point("actions", "an action")}`,
        },
    ];
}

defineMailModels();
defineModels([Case]);

const SHOWN = ".o_statusbar_buttons > button:not(.o_qms_more)";
const MENU = ".o-dropdown--menu button";

function form(buttons, body = '<field name="name"/>') {
    const header = buttons.map(
        ([name, invisible]) =>
            `<button name="${name}" type="object" string="${name}" invisible="${invisible || 0}"/>`
    );
    return mountView({
        type: "form",
        resModel: "case",
        resId: 1,
        arch: `<form js_class="qms_record_form"><header>${header.join("")}</header><sheet>${body}</sheet></form>`,
    });
}

test("the first two are buttons, the others stand under More", async () => {
    await form([["close"], ["plan"], ["release"], ["dismiss"]]);
    expect(queryAllTexts(SHOWN)).toEqual(["close", "plan"]);
    await contains(".o_qms_more").click();
    expect(queryAllTexts(MENU)).toEqual(["release", "dismiss"]);
});

test("what is not possible takes no place", async () => {
    await form([["close", "name == 'Cabinet'"], ["plan"], ["release"], ["dismiss"]]);
    expect(queryAllTexts(SHOWN)).toEqual(["plan", "release", "dismiss"]);
});

test("nobody opens a menu for a single line", async () => {
    await form([["close"], ["plan"], ["dismiss"]]);
    expect(queryAllTexts(SHOWN)).toEqual(["close", "plan", "dismiss"]);
    expect(".o_qms_more").toHaveCount(0);
});

test("a step under More is taken by mouse and by key, once", async () => {
    mockService("action", {
        doActionButton: ({name}) => expect.step(name),
    });
    await form([["close"], ["plan"], ["release"], ["dismiss"]]);
    await contains(".o_qms_more").click();
    await contains(`${MENU}[name=dismiss]`).click();
    expect.verifySteps(["dismiss"]);
    await contains(".o_qms_more").click();
    await press("ArrowDown");
    await animationFrame();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["release"]);
    expect(".o-dropdown--menu").toHaveCount(0);
});

const TABS = `
    <field name="missing" widget="qms_missing"/>
    <notebook>
        <page name="story" string="Story"><field name="name"/></page>
        <page name="cause" string="Cause"><field name="cause"/></page>
        <page name="actions" string="Actions"><p>none</p></page>
    </notebook>`;

test("what is missing leads to its field, in the tab where it stands", async () => {
    await form([["close"]], TABS);
    expect(".o_field_widget[name=cause]").toHaveCount(0);
    await contains("button[data-place=cause]").click();
    await waitFor(".o_field_widget[name=cause] textarea:focus");
    expect(".nav-link.active").toHaveText("Cause");
});

test("or to the tab itself", async () => {
    await form([["close"]], TABS);
    await contains("button[data-place=actions]").click();
    await waitFor(".nav-link.active[name=actions]:focus", {timeout: 2000});
    expect(".nav-link.active").toHaveText("Actions");
});
