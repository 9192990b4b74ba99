import {DeviceStore, Outbox} from "@qms_audit/on_site/outbox";
import {advanceTime} from "@odoo/hoot-mock";
import {describe, expect, test} from "@odoo/hoot";

describe.current.tags("desktop");

class MemoryStore extends DeviceStore {
    async open() {
        this.lasting = false;
    }
}

/** A server that is there or not, and stores each key once. */
class Server {
    constructor() {
        this.reached = true;
        this.lostAnswer = false;
        this.stored = new Map();
        this.refused = {};
    }

    get silent() {
        return this;
    }

    async call(model, method, [audit, entries]) {
        expect(`${model}.${method}`).toBe("qms.audit.answer.action_store");
        if (!this.reached) {
            throw new Error("no network");
        }
        const answer = {};
        for (const entry of entries) {
            if (this.refused[entry.key] || this.refused.all) {
                const {now} = this;
                answer[entry.key] = {stored: false, refused: "It is settled", now};
                continue;
            }
            if (!this.stored.has(entry.key)) {
                this.stored.set(entry.key, {audit, ...entry});
            }
            answer[entry.key] = {stored: true};
        }
        if (this.lostAnswer) {
            this.lostAnswer = false;
            throw new Error("the answer was lost");
        }
        return answer;
    }
}

async function makeOutbox(server, store = new MemoryStore("test")) {
    const outbox = new Outbox(server, store);
    await outbox.start();
    return outbox;
}

test("what is stored leaves the device", async () => {
    const server = new Server();
    const outbox = await makeOutbox(server);
    await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    expect(outbox.of(7)).toHaveLength(1);
    await outbox.send();
    expect(outbox.of(7)).toHaveLength(0);
    expect(await outbox.store.all()).toEqual([]);
    expect([...server.stored.values()][0].answer).toBe("minor");
});

test("without network it stays, and goes by itself when that is back", async () => {
    const server = new Server();
    server.reached = false;
    const outbox = await makeOutbox(server);
    await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    await outbox.send();
    expect(outbox.state.offline).toBe(true);
    expect(await outbox.store.all()).toHaveLength(1);
    server.reached = true;
    await advanceTime(10000);
    await outbox.send();
    expect(outbox.state.offline).toBe(false);
    expect(server.stored.size).toBe(1);
    expect(await outbox.store.all()).toEqual([]);
});

test("when the answer was lost it is sent again under the same key", async () => {
    const server = new Server();
    const outbox = await makeOutbox(server);
    server.lostAnswer = true;
    const {key} = await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    await outbox.send();
    expect(outbox.of(7)).toHaveLength(1);
    await outbox.send();
    expect([...server.stored.keys()]).toEqual([key]);
    expect(outbox.of(7)).toHaveLength(0);
});

test("a change after a lost answer is not taken for the first one", async () => {
    const server = new Server();
    const outbox = await makeOutbox(server);
    server.lostAnswer = true;
    await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    await outbox.send();
    await outbox.add(7, {id: 1}, {id: 1, answer: "major"});
    await outbox.send();
    expect([...server.stored.values()].at(-1).answer).toBe("major");
    expect(outbox.of(7)).toHaveLength(0);
});

test("the newest change of a card takes the place of those that wait", async () => {
    const server = new Server();
    server.reached = false;
    const outbox = await makeOutbox(server);
    await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    await outbox.add(7, {id: 1}, {id: 1, answer: "minor", note: "Open"});
    await outbox.add(7, {id: 2}, {id: 2, answer: "conform"});
    expect(outbox.of(7).map((one) => one.values.note || one.values.answer)).toEqual([
        "Open",
        "conform",
    ]);
});

test("a photo waits besides the answer", async () => {
    const server = new Server();
    server.reached = false;
    const outbox = await makeOutbox(server);
    await outbox.add(7, {id: 1}, {id: 1, photos: [{name: "a.jpg", data: "AA=="}]});
    await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    expect(outbox.of(7)).toHaveLength(2);
    server.reached = true;
    await outbox.send();
    expect(server.stored.size).toBe(2);
});

test("what the server refuses stays with its reason, the rest goes", async () => {
    const server = new Server();
    const outbox = await makeOutbox(server);
    const bad = await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    server.refused[bad.key] = true;
    await outbox.add(7, {id: 2}, {id: 2, answer: "conform"});
    await outbox.send();
    expect(outbox.of(7).map((one) => one.refused)).toEqual(["It is settled"]);
    await outbox.forget(bad.key);
    expect(outbox.of(7)).toHaveLength(0);
});

test("where somebody else was quicker it stays, with what is there now", async () => {
    const server = new Server();
    const outbox = await makeOutbox(server);
    const mine = await outbox.add(7, {id: 1}, {id: 1, answer: "minor"});
    const now = {answer: "conform", note: false, sample: false};
    server.refused[mine.key] = true;
    server.now = now;
    await outbox.send();
    expect(outbox.of(7)[0].now).toEqual(now);
    expect(outbox.stored.has(mine.key)).toBe(false);
    const again = await outbox.add(7, {id: 1}, {id: 1, answer: "minor", seen: now});
    expect(outbox.of(7).map((one) => one.key)).toEqual([again.key]);
    await outbox.send();
    expect(outbox.stored.has(again.key)).toBe(true);
});

test("what waited is there and sent when the page comes back", async () => {
    const server = new Server();
    server.reached = false;
    const store = new MemoryStore("test");
    const before = await makeOutbox(server, store);
    await before.add(7, {id: 1}, {id: 1, answer: "minor"});
    server.reached = true;
    const after = await makeOutbox(server, store);
    expect(server.stored.size).toBe(1);
    expect(after.of(7)).toHaveLength(0);
});
