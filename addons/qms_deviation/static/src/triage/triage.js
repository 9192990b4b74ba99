import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {deserializeDate, formatDate, serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Minutes} from "./minutes";

const {DateTime} = luxon;

const CASE_FIELDS = [
    ..."display_name headline description place occurred_on date_reported".split(" "),
    ..."type_id department_id requirement_id level state".split(" "),
    ..."correction cause triage_why triaged_on allowed_transitions".split(" "),
];
const FOLLOW_UP_FIELDS = [
    ..."display_name name question_id state owner_id date_deadline".split(" "),
    ..."outcome date_outcome forum is_late".split(" "),
];
// most serious first, then as they came in
const ORDER = "score DESC, date_reported, id";

/**
 * The quality group in its meeting: one case a screen, its questions as buttons, the
 * next one by arrow key, the minutes at the end.
 */
export class Triage extends Component {
    static template = "qms_deviation.Triage";
    static components = {Minutes};
    static props = {...standardActionServiceProps};

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
            case: null,
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
                if (question && this.may("triage")) {
                    this.ask(question);
                }
            });
        }
    }

    async load() {
        const waiting = [["needs_triage", "=", true]];
        const [ids, questions, actionFields, caseFields] = await Promise.all([
            this.orm.search("qms.deviation", waiting, {order: ORDER}),
            this.orm.searchRead("qms.question", [], ["name", "proposal"]),
            this.fields.loadFields("qms.action", {fieldNames: ["state", "outcome"]}),
            this.fields.loadFields("qms.deviation", {fieldNames: ["state", "level"]}),
        ]);
        this.labels = {
            action: Object.fromEntries(actionFields.state.selection),
            outcome: Object.fromEntries(actionFields.outcome.selection),
            state: Object.fromEntries(caseFields.state.selection),
            level: Object.fromEntries(caseFields.level.selection),
        };
        Object.assign(this.state, {ids, questions});
        await this.read();
    }

    /** The case on the screen, or nothing when it is no longer ours to read. */
    async read() {
        const id = this.state.ids[this.state.at];
        if (!id) {
            this.state.case = null;
            return;
        }
        const made = [
            ["deviation_id", "=", id],
            ["question_id", "!=", false],
        ];
        const [[found], followUps] = await Promise.all([
            this.orm.searchRead("qms.deviation", [["id", "=", id]], CASE_FIELDS, {
                context: {hierarchical_naming: false},
            }),
            this.orm.searchRead("qms.action", made, FOLLOW_UP_FIELDS, {order: "id"}),
        ]);
        if (id === this.state.ids[this.state.at]) {
            Object.assign(this.state, {case: found || null, followUps});
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

    get steps() {
        const steps = [
            {name: "restrict", method: "action_restrict", label: _t("Confidential")},
            {name: "hand_over", method: "action_hand_over", label: _t("Other channel")},
            {name: "dismiss", method: "action_dismiss", label: _t("Dismiss")},
        ];
        return steps.filter((step) => this.may(step.name));
    }

    get facts() {
        const shown = this.state.case;
        return [
            [_t("Unit"), shown.department_id?.[1]],
            [_t("Type"), shown.type_id?.[1]],
            [_t("Place"), shown.place],
            [_t("Reported"), this.date(shown.date_reported)],
            [_t("Deviates from"), shown.requirement_id?.[1]],
            [_t("Severity"), this.labels.level[shown.level]],
            [_t("State"), this.labels.state[shown.state]],
            [_t("Done at once"), shown.correction],
            [_t("Root cause"), shown.cause],
        ].filter(([, value]) => value);
    }

    may(step) {
        return Boolean(this.state.case?.allowed_transitions.includes(` ${step} `));
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
        Object.assign(this.state, {at, case: null, followUps: []});
        await this.read();
    }

    async ask(question) {
        const values = {
            default_deviation_id: this.state.case.id,
            default_question_id: question.id,
        };
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: question.name,
                res_model: "qms.deviation.follow.up",
                views: [[false, "form"]],
                target: "new",
                context: values,
            },
            {onClose: () => this.read()}
        );
    }

    async nothing() {
        await this.orm.call("qms.deviation", "action_triage", [[this.state.case.id]]);
        await this.go(this.state.at + 1);
    }

    async take(step) {
        const answer = await this.orm.call("qms.deviation", step.method, [
            [this.state.case.id],
        ]);
        await this.action.doAction(answer, {onClose: () => this.read()});
    }

    openCase() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "qms.deviation",
            res_id: this.state.case.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("qms_deviation.triage", Triage);
