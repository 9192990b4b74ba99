import {describe, expect, test} from "@odoo/hoot";
import {click, queryAll, queryAllTexts, select, waitUntil} from "@odoo/hoot-dom";
import {makeMockEnv, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {CompetenceMatrix} from "@qms_competence/matrix/matrix";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {getDefaultConfig} from "@web/views/view";

describe.current.tags("desktop");
defineMailModels();

const MEDICINE = {
    id: 5,
    name: "Medicine",
    kind: "Care",
    levels: 3,
    have: 1,
    have_in: 0,
    missing: 1,
    missing_in: 1,
    only: "Eva",
};
const EVA = {id: 1, name: "Eva", unit: "Home care", gaps: 0};
const KIM = {id: 2, name: "Kim", unit: "Home care", gaps: 1};

/** What the server answers; ``changed`` is what a test wants otherwise. */
function answerWith(changed = {}) {
    return {
        units: [{id: 7, name: "Home care"}],
        processes: [{id: 3, name: "Visits"}],
        unit: 7,
        process: false,
        scope: false,
        persons: true,
        columns: [{...MEDICINE}],
        rows: [
            {...EVA, cells: {5: ["soon", 3, "2026-04-01", true, 100]}},
            {...KIM, cells: {5: ["missing", 0, false, true, 0]}},
        ],
        ...changed,
    };
}

async function openMatrix(changed) {
    const asked = [];
    onRpc("qms.competence.matrix", "action_read_matrix", ({kwargs}) => {
        asked.push(kwargs);
        return answerWith(changed);
    });
    await makeMockEnv({config: getDefaultConfig()});
    await mountWithCleanup(CompetenceMatrix, {props: {action: {}}});
    return asked;
}

test("a cell says by number, sign and words how somebody stands", async () => {
    await openMatrix();
    const cells = queryAll("tbody .o_qms_cell");
    expect(cells).toHaveCount(2);
    expect(cells[0].querySelector("[aria-hidden]")).toHaveText("3!");
    expect(cells[0].title).toMatch(/^expires soon, level 3 of 3, until /);
    expect(cells[1].querySelector("[aria-hidden]")).toHaveText("–");
    expect(cells[1].title).toBe("missing");
    expect(queryAllTexts("tbody td:last-child")).toEqual(["0", "1"]);
});

test("everybody and the certified scope stand side by side below it", async () => {
    await openMatrix();
    expect(queryAllTexts("tfoot tr td:nth-child(2)")).toEqual([
        "1",
        "0",
        "1",
        "1",
        "only Eva",
    ]);
});

test("another process is asked for", async () => {
    const asked = await openMatrix();
    await click(".o_qms_matrix_process");
    await select("3");
    await waitUntil(() => asked.length > 1);
    expect(asked.at(-1).process_id).toBe(3);
    expect(asked.at(-1).scope).toBe(false);
});

test("who sees no persons sees numbers, and of small ones that they are small", async () => {
    const columns = [{...MEDICINE, have: 6, missing: null, only: false}];
    await openMatrix({persons: false, columns, rows: []});
    expect(queryAllTexts("tbody td")).toEqual(["6", "under 5"]);
    expect(".o_qms_matrix_export").toHaveCount(0);
});

test("too few people show nothing, and why", async () => {
    await openMatrix({persons: false, too_few: true, columns: [], rows: []});
    expect(".alert-info").toHaveText(/Too few people/);
    expect("table").toHaveCount(0);
});
