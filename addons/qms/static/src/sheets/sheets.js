import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {deserializeDate, formatDate, serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const {DateTime} = luxon;

export const FOLLOW_UP_FIELDS = [
    ..."display_name name question_id state owner_id date_deadline".split(" "),
    ..."outcome date_outcome forum is_late".split(" "),
];

/**
 * One thing a screen, to be read from the end of a table: the next one by arrow key,
 * the quality group's questions as buttons and by their numbers.
 *
 * A screen says what there is in `fetch`, reads the one shown in `readShown`, and names
 * in `screen` the window of its follow-ups and the field that holds the record.
 */
export class Sheets extends Component {
    static props = {...standardActionServiceProps};
    static screen = {model: "", field: ""};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.fields = useService("field");
        this.heading = useRef("heading");
        this.today = serializeDate(DateTime.local());
        this.labels = {};
        this.state = useState({
            ids: [],
            at: 0,
            shown: null,
            followUps: [],
            questions: [],
        });
        onWillStart(() => this.load());
        useEffect(
            () => this.heading.el?.focus(),
            () => [this.state.at]
        );
        useHotkey("arrowright", () => this.go(this.state.at + 1), {allowRepeat: true});
        useHotkey("arrowleft", () => this.go(this.state.at - 1), {allowRepeat: true});
        for (let number = 1; number <= 9; number++) {
            useHotkey(String(number), () => {
                const question = this.state.questions[number - 1];
                if (question && this.mayAsk) {
                    this.ask(question);
                }
            });
        }
    }

    async load() {
        const [ids, questions, actionFields] = await Promise.all([
            this.fetch(),
            this.orm.searchRead("qms.question", [], ["name", "proposal"]),
            this.fields.loadFields("qms.action", {fieldNames: ["state", "outcome"]}),
        ]);
        this.labels = {
            ...this.labels,
            action: Object.fromEntries(actionFields.state.selection),
            outcome: Object.fromEntries(actionFields.outcome.selection),
        };
        Object.assign(this.state, {ids, questions});
        await this.read();
    }

    /** The one on the screen, or nothing when it is no longer ours to read. */
    async read() {
        const id = this.state.ids[this.state.at];
        if (!id) {
            this.state.shown = null;
            return;
        }
        const found = await this.readShown(id);
        if (id === this.state.ids[this.state.at]) {
            Object.assign(this.state, found);
        }
    }

    get isOver() {
        return this.state.at >= this.state.ids.length;
    }

    get progress() {
        return _t("%(at)s of %(all)s", {
            at: this.state.at + 1,
            all: this.state.ids.length,
        });
    }

    may(step) {
        return Boolean(this.state.shown?.allowed_transitions.includes(` ${step} `));
    }

    /** Whether a question may be answered here and now. */
    get mayAsk() {
        return false;
    }

    date(value) {
        return value ? formatDate(deserializeDate(value)) : "";
    }

    followUpsOf(question) {
        return this.state.followUps.filter(
            (action) => action.question_id[0] === question.id
        );
    }

    /** What came of a follow-up, in one line. */
    cameOf(action) {
        return [
            this.labels.action[action.state],
            action.owner_id?.[1],
            this.date(action.date_deadline),
            action.is_late && _t("Late"),
            this.labels.outcome[action.outcome],
            this.date(action.date_outcome),
        ]
            .filter(Boolean)
            .join(" · ");
    }

    async go(at) {
        if (at < 0 || at > this.state.ids.length) {
            return;
        }
        Object.assign(this.state, {at, shown: null, followUps: []});
        await this.read();
    }

    async ask(question) {
        const {model, field} = this.constructor.screen;
        const context = {
            [`default_${field}`]: this.state.shown.id,
            default_question_id: question.id,
        };
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: question.name,
                res_model: model,
                views: [[false, "form"]],
                target: "new",
                context,
            },
            {onClose: () => this.read()}
        );
    }

    /** Take a step of the record shown; a reason is asked for where it needs one. */
    async takeStep(model, method, id = this.state.shown.id) {
        const answer = await this.orm.call(model, method, [[id]]);
        if (answer && answer.type) {
            await this.action.doAction(answer, {onClose: () => this.read()});
        }
        return answer;
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}
