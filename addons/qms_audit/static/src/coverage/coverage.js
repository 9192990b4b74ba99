import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const STATES = ["done", "planned", "hole"];
const MODEL = "qms.audit.programme";

/** A disc, a dot or a ring; a button that opens what it stands for. */
class CoverageMark extends Component {
    static template = "qms_audit.CoverageMark";
    static props = {cell: Object, open: Function};
}

/** What the audits of a cycle cover, as tables; on a phone as a list of the holes. */
export class Coverage extends Component {
    static template = "qms_audit.Coverage";
    static components = {CoverageMark};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            processes: null,
            units: null,
            shown: "processes",
            open: {},
        });
        this.words = {
            done: _t("audited"),
            planned: _t("planned"),
            hole: _t("not audited"),
        };
        onWillStart(() => {
            this.load();
        });
    }

    /** Without waiting: the tab opens at once, the tables follow. */
    async load() {
        const {resId} = this.props.record;
        if (resId) {
            const answer = await this.orm.silent.call(MODEL, "action_read_coverage", [
                [resId],
            ]);
            Object.assign(this.state, answer);
        }
    }

    get isSmall() {
        return this.env.isSmall;
    }

    // ------------------------------------------------------------
    // Processes and requirements
    // ------------------------------------------------------------

    /** Chapters, an open one followed by its clauses. */
    get columns() {
        const {chapters, columns} = this.state.processes;
        return chapters.flatMap((chapter) => {
            const parts = columns.filter((column) => column.chapter === chapter.id);
            const isOpen = Boolean(this.state.open[chapter.id]);
            const head = {
                key: chapter.id,
                chapter: chapter.id,
                label: chapter.name,
                title: chapter.name,
                ids: parts.map((part) => part.id),
                states: parts.map((part) => part.state),
                isChapter: true,
                isOpen,
            };
            const open = parts.map((part) => ({
                key: part.id,
                label: part.number || part.name,
                title: `${part.number} ${part.name}`.trim(),
                ids: [part.id],
                states: [part.state],
            }));
            return isOpen ? [head, ...open] : [head];
        });
    }

    toggle({chapter}) {
        this.state.open[chapter] = !this.state.open[chapter];
    }

    count(states) {
        return Object.fromEntries(
            STATES.map((state) => [
                state,
                states.filter((each) => each === state).length,
            ])
        );
    }

    /** A chapter is as its weakest part: a hole first, then what is still planned. */
    summary(states) {
        const counts = this.count(states.filter(Boolean));
        const state = counts.hole
            ? "hole"
            : counts.planned
              ? "planned"
              : counts.done
                ? "done"
                : null;
        const words = STATES.filter((each) => counts[each]).map(
            (each) => `${counts[each]} ${this.words[each]}`
        );
        return {state, counts, words: words.join(", "), total: states.length};
    }

    cell(row, column) {
        const states = column.ids.map((id) => row.cells[id]);
        const summary = this.summary(states);
        const words = column.isChapter ? summary.words : this.words[summary.state];
        return {...summary, label: `${row.name}, ${column.title}: ${words}`};
    }

    rowSum(row) {
        return this.count(Object.values(row.cells));
    }

    get total() {
        return this.count(this.state.processes.columns.map((column) => column.state));
    }

    // ------------------------------------------------------------
    // Units and years
    // ------------------------------------------------------------

    unitCell(row, year) {
        const state = row.cells[year];
        return {state, label: `${row.name}, ${year}: ${this.words[state]}`};
    }

    yearSum(year) {
        return this.count(this.state.units.rows.map((row) => row.cells[year]));
    }

    get unitHoles() {
        return this.state.units.rows.filter((row) => row.hole);
    }

    // ------------------------------------------------------------
    // Holes
    // ------------------------------------------------------------

    get processHoles() {
        const {columns, rows} = this.state.processes;
        return rows
            .map((row) => ({
                id: row.id,
                name: row.name,
                missing: columns.filter((column) => row.cells[column.id] === "hole"),
            }))
            .filter((row) => row.missing.length);
    }

    get clauseHoles() {
        return this.state.processes.columns.filter(({state}) => state === "hole");
    }

    get holeCount() {
        const processes = this.processHoles.reduce(
            (sum, row) => sum + row.missing.length,
            0
        );
        return {processes, units: this.unitHoles.length};
    }

    title({number, name}) {
        return `${number} ${name}`.trim();
    }

    // ------------------------------------------------------------
    // Ways on
    // ------------------------------------------------------------

    async open(filters) {
        const {resId} = this.props.record;
        const action = await this.orm.call(
            MODEL,
            "action_open_covering",
            [[resId]],
            filters
        );
        return this.action.doAction(action);
    }

    openCell(row, column) {
        return this.open({process: row.id, requirements: column.ids});
    }

    openUnit(row, year) {
        return this.open({unit: row.id, year});
    }

    async exportFile() {
        const {resId} = this.props.record;
        const action = await this.orm.call(MODEL, "action_export_coverage", [[resId]]);
        return this.action.doAction(action);
    }
}

registry.category("view_widgets").add("qms_audit_coverage", {component: Coverage});
