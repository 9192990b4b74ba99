import {
    Component,
    onWillStart,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {newKey} from "./outbox";
import {readPhoto} from "./photo";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const SIGNS = {
    conform: "fa-check",
    good: "fa-star",
    opportunity: "fa-lightbulb-o",
    observation: "fa-eye",
    minor: "fa-exclamation-circle",
    major: "fa-exclamation-triangle",
    na: "fa-ban",
};
const FINDINGS = ["good", "opportunity", "observation", "minor", "major"];
const PAUSE = 700;

/** What the server compares: whether somebody else answered meanwhile. */
function takenOf(card) {
    return {
        answer: card.answer || false,
        note: card.note || false,
        sample: card.sample || false,
    };
}

/**
 * An audit on site: one question a card; what is answered is kept on the device until
 * the server has it.
 */
export class OnSite extends Component {
    static template = "qms_audit.OnSite";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.outbox = useService("qms_audit_outbox");
        this.box = useState(this.outbox.state);
        this.heading = useRef("heading");
        this.state = useState({audit: null, at: 0, list: false});
        this.keep = useDebounced((card) => this.store(card), PAUSE);
        onWillStart(() => this.load());
        onWillUnmount(() => this.keep.cancel(true));
        useEffect(
            () => this.heading.el?.focus(),
            () => [this.state.at, this.state.list]
        );
    }

    get auditId() {
        return (
            this.props.action.context.active_id || this.props.action.params?.active_id
        );
    }

    async load() {
        await this.outbox.ready;
        const audit = await this.orm.call("qms.audit", "action_read_on_site", [
            [this.auditId],
        ]);
        for (const card of audit.cards) {
            card.seen = takenOf(card);
        }
        for (const entry of this.outbox.of(audit.id)) {
            this.restore(audit, entry);
        }
        this.state.audit = audit;
        const open = audit.cards.findIndex((card) => !card.answer);
        this.state.at = Math.max(open, 0);
    }

    /**
     * What waits on the device is newer than what the server told.
     */
    restore(audit, entry) {
        const {photos, ...values} = entry.values;
        let card = audit.cards.find((one) => this.nameOf(one) === entry.card);
        if (!card) {
            card = this.newCard(entry.card);
            audit.cards.push(card);
        }
        Object.assign(card, values);
        card.photos += photos?.length || 0;
    }

    newCard(name) {
        return {
            id: false,
            client_key: name,
            source: "own",
            question: "",
            hint: false,
            requirement: "",
            process: "",
            answer: false,
            note: "",
            sample: "",
            photos: 0,
            earlier: [],
            seen: takenOf({}),
        };
    }

    nameOf(card) {
        return card.client_key || `id-${card.id}`;
    }

    get card() {
        return this.state.audit.cards[this.state.at];
    }

    get isRunning() {
        return this.state.audit.state === "running";
    }

    get answers() {
        return this.state.audit.answers.map(([value, label]) => ({
            value,
            label,
            sign: SIGNS[value],
        }));
    }

    get answered() {
        return this.state.audit.cards.filter((card) => card.answer).length;
    }

    get progress() {
        const {cards} = this.state.audit;
        const found = cards.filter((card) => FINDINGS.includes(card.answer)).length;
        const counted = {done: this.answered, all: cards.length, found};
        return found === 1
            ? _t("%(done)s of %(all)s, 1 finding", counted)
            : _t("%(done)s of %(all)s, %(found)s findings", counted);
    }

    get share() {
        const {length} = this.state.audit.cards;
        return length ? Math.round((100 * this.answered) / length) : 0;
    }

    waitingOf(card) {
        return this.box.waiting.filter(
            (one) => one.audit === this.state.audit.id && one.card === this.nameOf(card)
        );
    }

    get waiting() {
        return this.box.waiting.filter((one) => one.audit === this.state.audit.id);
    }

    get refused() {
        return this.waitingOf(this.card).find((one) => one.refused);
    }

    /** Where the card on the screen is kept. */
    get mark() {
        const waits = this.waitingOf(this.card);
        if (waits.some((one) => one.refused)) {
            return {sign: "fa-times-circle text-danger", text: _t("Not taken")};
        }
        if (waits.length) {
            return {sign: "fa-mobile", text: _t("Saved on this device")};
        }
        return {sign: "fa-cloud text-success", text: _t("Saved in the system")};
    }

    signOf(card) {
        return card.answer ? SIGNS[card.answer] : "fa-circle-o";
    }

    go(at) {
        this.keep.cancel(true);
        const last = this.state.audit.cards.length - 1;
        this.state.at = Math.min(Math.max(at, 0), last);
        this.state.list = false;
    }

    nextOpen() {
        const {cards} = this.state.audit;
        const later = cards.findIndex(
            (card, place) => place > this.state.at && !card.answer
        );
        const first = cards.findIndex((card) => !card.answer);
        this.go(later >= 0 ? later : Math.max(first, 0));
    }

    choose(value) {
        this.card.answer = value;
        this.keep.cancel();
        return this.store(this.card);
    }

    write(name, ev) {
        this.card[name] = ev.target.value;
        this.keep(this.card);
    }

    /** All of the card, under a key of its own. */
    async store(card) {
        if (!card.id && !(card.question || "").trim()) {
            return;
        }
        const taken = takenOf(card);
        const values = {...taken, seen: takenOf(card.seen)};
        if (card.id) {
            values.id = card.id;
        } else {
            Object.assign(values, {
                client_key: card.client_key,
                question: card.question,
            });
        }
        const {key} = await this.outbox.add(this.state.audit.id, card, values);
        await this.outbox.send();
        if (this.outbox.stored.has(key)) {
            card.seen = taken;
        }
    }

    async addPhotos(ev) {
        const {card} = this;
        const files = [...ev.target.files];
        ev.target.value = "";
        for (const file of files) {
            const values = {photos: [await readPhoto(file)]};
            Object.assign(
                values,
                card.id
                    ? {id: card.id}
                    : {client_key: card.client_key, question: card.question}
            );
            await this.outbox.add(this.state.audit.id, card, values);
            card.photos += 1;
        }
        await this.outbox.send();
    }

    addQuestion() {
        this.state.audit.cards.push(this.newCard(`own-${newKey()}`));
        this.go(this.state.audit.cards.length - 1);
    }

    /** What somebody else wrote is known now; one's own counts all the same. */
    insist() {
        this.card.seen = takenOf(this.refused.now);
        return this.store(this.card);
    }

    async discard() {
        for (const one of this.waitingOf(this.card).filter((entry) => entry.refused)) {
            await this.outbox.forget(one.key);
        }
        await this.load();
    }

    may(step) {
        return this.state.audit.steps.includes(step);
    }

    async start() {
        await this.orm.call("qms.audit", "action_start", [[this.state.audit.id]]);
        await this.load();
    }

    async conclude() {
        await this.outbox.send();
        await this.orm.call("qms.audit", "action_conclude", [[this.state.audit.id]]);
        return this.open();
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "qms.audit",
            res_id: this.state.audit.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("qms_audit.on_site", OnSite);
