import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {download} from "@web/core/network/download";
import {formatDate, deserializeDate} from "@web/core/l10n/dates";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const MODEL = "qms.competence.matrix";
// Colour is never the only sign
const SIGNS = {has: "", more: "+", soon: "!", expired: "×", missing: "–"};
const GAPS = ["expired", "missing"];

/** People by competences of a unit: whom are we missing, who is alone with what? */
export class CompetenceMatrix extends Component {
    static template = "qms_competence.Matrix";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            unit: false,
            process: false,
            scope: false,
            answer: null,
        });
        this.signs = SIGNS;
        this.words = {
            has: _t("has it"),
            more: _t("has more"),
            soon: _t("expires soon"),
            expired: _t("expired"),
            missing: _t("missing"),
        };
        // Everybody, and beside them those in the certified scope
        const inside = _t("of them in the certified scope");
        this.counted = [
            {name: "have", label: _t("How many have it")},
            {name: "have_in", label: inside},
            {name: "missing", label: _t("How many are missing it")},
            {name: "missing_in", label: inside},
        ];
        onWillStart(() => this.load());
    }

    get filters() {
        const {unit, process, scope} = this.state;
        return {unit_id: unit, process_id: process, scope};
    }

    async load() {
        const answer = await this.orm.call(
            MODEL,
            "action_read_matrix",
            [],
            this.filters
        );
        Object.assign(this.state, {answer: this.prepare(answer), unit: answer.unit});
    }

    /** Every cell's words and looks once, not at each drawing. */
    prepare(answer) {
        for (const row of answer.rows) {
            row.line = answer.columns.map((column) => {
                const cell = row.cells[column.id];
                return cell ? this.describe(cell, column) : {key: column.id};
            });
        }
        return answer;
    }

    describe([state, number, until, required, percent], column) {
        const words = [this.words[state]];
        if (number) {
            words.push(
                _t("level %(number)s of %(levels)s", {number, levels: column.levels})
            );
        }
        if (until) {
            words.push(
                _t("until %(date)s", {date: formatDate(deserializeDate(until))})
            );
        }
        if (!required) {
            words.push(_t("not required"));
        }
        return {
            key: column.id,
            state,
            number: number || "",
            sign: SIGNS[state],
            required,
            words: words.join(", "),
            style: `--o-qms-level: ${number ? Math.max(percent, 15) : 0}%`,
        };
    }

    choose(name, value) {
        this.state[name] = Number(value) || (name === "scope" && value) || false;
        return this.load();
    }

    /** What a phone shows instead of the table: gaps and what ends soon, per person. */
    get people() {
        const {rows, columns} = this.state.answer;
        return rows.map((row) => ({
            id: row.id,
            name: row.name,
            gaps: row.gaps,
            open: row.line
                .map((cell, place) => ({...cell, name: columns[place].name}))
                .filter(
                    (cell) =>
                        cell.required &&
                        (GAPS.includes(cell.state) || cell.state === "soon")
                ),
        }));
    }

    get alone() {
        return this.state.answer.columns.filter((column) => column.only);
    }

    onlyWord(column) {
        return _t("only %(name)s", {name: column.only});
    }

    shown(count) {
        return count === null ? _t("under 5") : count;
    }

    async openPerson(row) {
        return this.action.doAction(
            await this.orm.call(MODEL, "action_open_person", [row.id])
        );
    }

    exportFile() {
        const data = Object.fromEntries(
            Object.entries(this.filters).filter(([, value]) => value)
        );
        return download({url: "/qms/competence/matrix", data});
    }
}

registry.category("actions").add("qms_competence.matrix", CompetenceMatrix);
