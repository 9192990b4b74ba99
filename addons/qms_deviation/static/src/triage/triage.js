import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {FOLLOW_UP_FIELDS, Sheets} from "@qms/sheets/sheets";
import {Minutes} from "./minutes";

const CASE_FIELDS = [
    ..."display_name headline description place occurred_on date_reported".split(" "),
    ..."type_id department_id requirement_id level state".split(" "),
    ..."correction cause triage_why triaged_on allowed_transitions".split(" "),
];
// most serious first, then as they came in
const ORDER = "score DESC, date_reported, id";

/**
 * The quality group in its meeting: one case a screen, its questions as buttons, the
 * minutes at the end.
 */
export class Triage extends Sheets {
    static template = "qms_deviation.Triage";
    static components = {Minutes};
    static screen = {model: "qms.deviation.follow.up", field: "deviation_id"};

    async fetch() {
        const waiting = [["needs_triage", "=", true]];
        const [ids, caseFields] = await Promise.all([
            this.orm.search("qms.deviation", waiting, {order: ORDER}),
            this.fields.loadFields("qms.deviation", {fieldNames: ["state", "level"]}),
        ]);
        this.labels = {
            state: Object.fromEntries(caseFields.state.selection),
            level: Object.fromEntries(caseFields.level.selection),
        };
        return ids;
    }

    async readShown(id) {
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
        return {shown: found || null, followUps};
    }

    get mayAsk() {
        return this.may("triage");
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
        const shown = this.state.shown;
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

    async nothing() {
        await this.takeStep("qms.deviation", "action_triage");
        await this.go(this.state.at + 1);
    }

    async take(step) {
        await this.takeStep("qms.deviation", step.method);
        await this.read();
    }

    openCase() {
        return this.openRecord("qms.deviation", this.state.shown.id);
    }
}

registry.category("actions").add("qms_deviation.triage", Triage);
