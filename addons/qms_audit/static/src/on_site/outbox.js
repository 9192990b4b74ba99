import {browser} from "@web/core/browser/browser";
import {reactive} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {user} from "@web/core/user";

const STORE = "entries";
const BATCH = 5;
const RETRY = 10000;

export function newKey() {
    return [...window.crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");
}

function promised(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/**
 * What waits on this device, in the browser's own database; each user has his own.
 */
export class DeviceStore {
    constructor(name) {
        this.name = name;
        this.memory = new Map();
        this.lasting = true;
    }

    /**
     * Where the browser keeps nothing (a private window), the page itself does.
     */
    async open() {
        try {
            const request = window.indexedDB.open(this.name, 1);
            request.onupgradeneeded = () =>
                request.result.createObjectStore(STORE, {keyPath: "key"});
            this.db = await promised(request);
        } catch {
            this.lasting = false;
        }
    }

    table(mode) {
        return this.db.transaction(STORE, mode).objectStore(STORE);
    }

    async all() {
        const entries = this.db
            ? await promised(this.table("readonly").getAll())
            : [...this.memory.values()];
        return entries.sort((one, other) => one.at - other.at);
    }

    async put(entry) {
        if (this.db) {
            await promised(this.table("readwrite").put(entry));
        } else {
            this.memory.set(entry.key, entry);
        }
    }

    async remove(key) {
        if (this.db) {
            await promised(this.table("readwrite").delete(key));
        } else {
            this.memory.delete(key);
        }
    }
}

/**
 * Keeps answers on the device until the server has them, and sends them when it can.
 * Every change has a key of its own: the server takes each once, however often it comes.
 */
export class Outbox {
    constructor(orm, store) {
        this.orm = orm;
        this.store = store;
        this.last = 0;
        // keys of what this page has brought to the server
        this.stored = new Set();
        this.state = reactive({waiting: [], offline: false, lasting: true});
    }

    async start() {
        await this.store.open();
        this.state.lasting = this.store.lasting;
        this.state.waiting = await this.store.all();
        browser.addEventListener("online", () => this.send());
        await this.send();
    }

    /**
     * The newest change of a card holds all of it: what still waits of it may go.
     */
    async add(audit, card, values) {
        const entry = {
            key: newKey(),
            audit,
            card: card.client_key || `id-${card.id}`,
            at: (this.last = Math.max(Date.now(), this.last + 1)),
            values: {...values},
        };
        await this.store.put(entry);
        const older = this.state.waiting.filter(
            (one) => one.card === entry.card && !one.values.photos && !values.photos
        );
        for (const one of older) {
            await this.store.remove(one.key);
        }
        this.state.waiting = [
            ...this.state.waiting.filter((one) => !older.includes(one)),
            entry,
        ];
        return entry;
    }

    async forget(key) {
        await this.store.remove(key);
        this.state.waiting = this.state.waiting.filter((one) => one.key !== key);
    }

    of(audit) {
        return this.state.waiting.filter((one) => one.audit === audit);
    }

    async send() {
        if (this.sending) {
            this.again = true;
            return this.sending;
        }
        this.sending = this.sendAll();
        try {
            await this.sending;
        } finally {
            this.sending = null;
        }
        if (this.again) {
            this.again = false;
            await this.send();
        }
    }

    async sendAll() {
        browser.clearTimeout(this.timer);
        const tried = new Set();
        for (;;) {
            const next = this.state.waiting.filter((one) => !tried.has(one.key));
            if (!next.length) {
                break;
            }
            const batch = next
                .filter((one) => one.audit === next[0].audit)
                .slice(0, BATCH);
            batch.forEach((one) => tried.add(one.key));
            if (!(await this.sendBatch(batch))) {
                this.timer = browser.setTimeout(() => this.send(), RETRY);
                break;
            }
        }
    }

    /**
     * Whether the server could be reached.
     */
    async sendBatch(batch) {
        const entries = batch.map((one) => ({key: one.key, ...one.values}));
        let answer = null;
        try {
            answer = await this.orm.silent.call("qms.audit.answer", "action_store", [
                batch[0].audit,
                entries,
            ]);
        } catch (error) {
            this.state.offline = true;
            this.refuse(batch, error?.data?.message || false);
            return false;
        }
        this.state.offline = false;
        for (const one of batch) {
            if (answer[one.key]?.stored) {
                this.stored.add(one.key);
                await this.forget(one.key);
            } else {
                const {refused = false, now = false} = answer[one.key] || {};
                this.refuse([one], refused, now);
            }
        }
        return true;
    }

    refuse(entries, refused, now = false) {
        const keys = entries.map((one) => one.key);
        this.state.waiting = this.state.waiting.map((one) =>
            keys.includes(one.key) ? {...one, refused, now} : one
        );
    }
}

export const outboxService = {
    dependencies: ["orm"],
    start(env, {orm}) {
        const name = `qms_audit_${session.db || "odoo"}_${user.userId}`;
        const outbox = new Outbox(orm, new DeviceStore(name));
        outbox.ready = outbox.start();
        return outbox;
    },
};

registry.category("services").add("qms_audit_outbox", outboxService);
