import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    mockService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {Triage} from "@qms_deviation/triage/triage";

describe.current.tags("desktop");

const STATES = [
    ["reported", "Reported"],
    ["open", "Being carried out"],
];

class Case extends models.Model {
    _name = "qms.deviation";
    headline = fields.Char();
    description = fields.Text();
    place = fields.Char();
    occurred_on = fields.Datetime();
    date_reported = fields.Date();
    type_id = fields.Many2one({relation: "qms.question"});
    department_id = fields.Many2one({relation: "qms.question"});
    requirement_id = fields.Many2one({relation: "qms.question"});
    level = fields.Selection({selection: [["high", "High"]]});
    state = fields.Selection({selection: STATES});
    score = fields.Integer();
    correction = fields.Text();
    cause = fields.Text();
    triage_why = fields.Char();
    triaged_on = fields.Date();
    needs_triage = fields.Boolean();
    allowed_transitions = fields.Char();
    _records = [
        {
            id: 1,
            description: "The cabinet stood open",
            state: "reported",
            score: 16,
            level: "high",
            needs_triage: true,
            allowed_transitions: " triage restrict dismiss ",
        },
        {
            id: 2,
            description: "The door stood open",
            state: "reported",
            score: 4,
            triage_why: "3 alike in twelve months",
            needs_triage: true,
            allowed_transitions: " triage ",
        },
    ];
}

class Question extends models.Model {
    _name = "qms.question";
    name = fields.Char();
    proposal = fields.Char();
    _records = [
        {id: 1, name: "Tell staff?", proposal: "Tell staff"},
        {id: 2, name: "Follow up?", proposal: "Look how it stands"},
    ];
}

class Action extends models.Model {
    _name = "qms.action";
    name = fields.Char();
    deviation_id = fields.Many2one({relation: "qms.deviation"});
    question_id = fields.Many2one({relation: "qms.question"});
    state = fields.Selection({selection: STATES});
    owner_id = fields.Many2one({relation: "res.users"});
    date_deadline = fields.Date();
    outcome = fields.Selection({selection: [["agreed", "Agreed"]]});
    date_outcome = fields.Date();
    forum = fields.Char();
    is_late = fields.Boolean();
    _records = [
        {
            id: 1,
            name: "Tell it on Monday",
            deviation_id: 1,
            question_id: 1,
            state: "open",
            outcome: "agreed",
        },
    ];
}

defineMailModels();
defineModels([Case, Question, Action]);

onRpc("qms.deviation", "action_triage_minutes", ({args}) =>
    args[0].map((id) => ({
        id,
        name: `Deviation ${id}`,
        headline: "",
        decisions: id === 1 ? [{label: "Looked at", reason: "Nothing"}] : [],
        actions: [],
    }))
);

function mountTriage() {
    return mountWithCleanup(Triage, {props: {action: {}, actionId: 1, className: ""}});
}

test("the most serious first, the others by arrow key, the minutes last", async () => {
    onRpc("qms.deviation", "search", ({kwargs}) => {
        expect.step(kwargs.order);
    });
    await mountTriage();
    expect.verifySteps(["score DESC, date_reported, id"]);
    expect(".o_qms_progress").toHaveText("1 of 2");
    expect("h1").toHaveText("The cabinet stood open");
    expect("h1").toBeFocused();
    await press("ArrowRight");
    await animationFrame();
    expect("h1").toHaveText("The door stood open");
    expect(".o_qms_why .badge").toHaveText("3 alike in twelve months");
    await press("ArrowRight");
    await animationFrame();
    expect("h1").toHaveText("Minutes of the quality group");
    expect(queryAllTexts("article h2")).toEqual(["Deviation 1"]);
    expect.verifySteps(["date_reported, id"]);
    await press("ArrowRight");
    await press("ArrowLeft");
    await animationFrame();
    expect("h1").toHaveText("The door stood open");
});

test("what came of it stands beside its question", async () => {
    await mountTriage();
    expect(".o_qms_questions > li:eq(0) .o_qms_came").toHaveText(
        "Tell it on Monday\nBeing carried out · Agreed"
    );
    expect(".o_qms_questions > li:eq(1) .o_qms_came").toHaveCount(0);
});

test("a question opens its follow-up, by click and by number", async () => {
    await mountTriage();
    mockService("action", {});
    getService("action").doAction = (action) =>
        expect.step(
            `${action.context.default_deviation_id} ${action.context.default_question_id}`
        );
    await contains(".o_qms_questions button:eq(1)").click();
    await press("1");
    await press("9");
    expect.verifySteps(["1 2", "1 1"]);
});

test("only ways that this user may take are shown", async () => {
    await mountTriage();
    expect(queryAllTexts(".o_qms_ways button")).toEqual([
        "Nothing needed",
        "Confidential",
        "Dismiss",
    ]);
    await press("ArrowRight");
    await animationFrame();
    expect(queryAllTexts(".o_qms_ways button")).toEqual(["Nothing needed"]);
});

test("nothing needed is said to the server and leads on", async () => {
    onRpc("qms.deviation", "action_triage", ({args}) => {
        expect.step(args[0]);
        return true;
    });
    await mountTriage();
    await contains("button[name=nothing]").click();
    expect.verifySteps([[1]]);
    expect("h1").toHaveText("The door stood open");
});

test("without cases it says what belongs here", async () => {
    Action._records = [];
    Case._records = [];
    await mountTriage();
    expect("h1").toHaveText("Nothing waits for the quality group");
});
