import {describe, expect, test} from "@odoo/hoot";
import {click, queryFirst, waitFor, waitForNone} from "@odoo/hoot-dom";
import {mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {OnSite} from "@qms_audit/on_site/on_site";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");
defineMailModels();

const NOTHING = {answer: false, note: false, sample: false};
const THEIRS = {answer: "conform", note: "All locked", sample: false};

/** An audit of one question, which somebody else answers before we do. */
async function mountAudit() {
    const sent = [];
    let there = NOTHING;
    onRpc("qms.audit", "action_read_on_site", () => ({
        id: 7,
        name: "Medicine",
        title: "Internal audit K-1",
        state: "running",
        state_label: "Running",
        steps: [],
        answers: [
            ["conform", "Conform"],
            ["minor", "Minor nonconformity"],
        ],
        cards: [
            {
                id: 1,
                client_key: false,
                source: "bank",
                question: "How is it stored?",
                hint: false,
                requirement: "",
                process: "",
                photos: 0,
                earlier: [],
                ...there,
            },
        ],
    }));
    onRpc("qms.audit.answer", "action_store", ({args: [, [entry]]}) => {
        sent.push(entry);
        there = THEIRS;
        const known = entry.seen.answer === "conform";
        return {
            [entry.key]: known
                ? {stored: true}
                : {stored: false, refused: "Somebody else: Conform", now: THEIRS},
        };
    });
    await mountWithCleanup(OnSite, {
        props: {action: {context: {active_id: 7}}},
    });
    return sent;
}

test("what somebody else answered is seen, and one's own counts if one insists", async () => {
    const sent = await mountAudit();
    await click("button[name=minor]");
    await waitFor(".alert-danger");
    expect(sent[0].seen).toEqual(NOTHING);
    expect(".alert-danger").toHaveText(/Somebody else: Conform/);
    expect("button[name=minor]").toHaveAttribute("aria-pressed", "true");
    await click("button[name=insist]");
    await waitForNone(".alert-danger");
    await waitFor(".o_qms_mark .fa-cloud");
    expect(sent[1].seen).toEqual(THEIRS);
    expect(sent[1].answer).toBe("minor");
});

test("or one's own is dropped for what is there", async () => {
    await mountAudit();
    await click("button[name=minor]");
    await waitFor(".alert-danger");
    await click("button[name=discard]");
    await waitForNone(".alert-danger");
    await waitFor("button[name=conform][aria-pressed=true]");
    expect(queryFirst("#o_qms_note").value).toBe("All locked");
});
