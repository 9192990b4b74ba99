import {useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {Sheets} from "@qms/sheets/sheets";

const TRENDS = {
    better: {icon: "fa-arrow-up", label: _t("better than before")},
    worse: {icon: "fa-arrow-down", label: _t("worse than before")},
    same: {icon: "fa-minus", label: _t("as before")},
};

/**
 * A meeting one point a screen: what is new, what was decided then, the questions with
 * owner and deadline at once, what is said, and the minutes at the end.
 */
export class Projector extends Sheets {
    static template = "qms_review.Projector";
    static screen = {model: "qms.meeting.follow.up", field: "point_id"};

    setup() {
        super.setup();
        this.note = useRef("note");
        this.state.meeting = null;
    }

    async fetch() {
        const {params = {}, context = {}} = this.props.action;
        const id =
            params.meeting_id ||
            (context.active_model === "qms.meeting" && context.active_id) ||
            (await this.orm.call("qms.meeting", "action_current", []));
        this.meetingId = id;
        await this.readMeeting();
        return id
            ? this.orm.search("qms.meeting.point", [["meeting_id", "=", id]], {
                  order: "sequence, id",
              })
            : [];
    }

    async readMeeting() {
        const names = ["display_name", "group_id", "when", "state"];
        const [found] = this.meetingId
            ? await this.orm.searchRead(
                  "qms.meeting",
                  [["id", "=", this.meetingId]],
                  [...names, "allowed_transitions", "without_quorum"]
              )
            : [];
        this.state.meeting = found || null;
    }

    async readShown(id) {
        const shown = await this.orm.call("qms.meeting.point", "action_read_screen", [
            [id],
        ]);
        return {shown, followUps: shown.follow_ups};
    }

    get mayAsk() {
        const shown = this.state.shown;
        return Boolean(
            shown &&
            shown.meeting_state === "held" &&
            !shown.is_informative &&
            (this.may("nothing") || this.may("take_up_again"))
        );
    }

    mayMeeting(step) {
        return Boolean(this.state.meeting?.allowed_transitions.includes(` ${step} `));
    }

    trend(figure) {
        return TRENDS[figure.trend];
    }

    amount(value, figure) {
        const shown = formatFloat(value, {digits: [16, figure.digits]});
        return [shown, figure.unit].filter(Boolean).join(" ");
    }

    /** Who does it, by when, how it stands, in one line. */
    stands(action) {
        return [
            action.owner_id[1],
            this.date(action.date_deadline),
            action.state_label,
            action.is_late && _t("Late"),
        ]
            .filter(Boolean)
            .join(" · ");
    }

    /** How many answered, in words. */
    answered(news) {
        return news.answers
            ? _t("%s answers or questions came back", news.answers)
            : _t("nothing came back");
    }

    async go(at) {
        await this.keepNote();
        await super.go(at);
        if (this.isOver) {
            await this.readMeeting();
        }
    }

    /** What was typed is kept when one goes on, asks or decides. */
    async keepNote() {
        const shown = this.state.shown;
        const note = this.note.el?.value;
        if (!shown || note === undefined || note === shown.note) {
            return;
        }
        shown.note = note;
        await this.orm.write("qms.meeting.point", [shown.id], {note});
    }

    async ask(question) {
        await this.keepNote();
        await super.ask(question);
    }

    async take(method) {
        await this.keepNote();
        await this.takeStep("qms.meeting.point", method);
        await this.read();
    }

    async nothing() {
        await this.take("action_nothing");
        await this.go(this.state.at + 1);
    }

    async takeMeeting(method) {
        await this.keepNote();
        await this.takeStep("qms.meeting", method, this.meetingId);
        await this.readMeeting();
        await this.read();
    }

    async openFigure(figure) {
        const action = await this.orm.call(
            "qms.meeting.point",
            "action_open_figure",
            [[this.state.shown.id]],
            {indicator_id: figure.indicator_id, company_id: figure.company_id}
        );
        return this.action.doAction(action);
    }

    openScreen() {
        return this.action.doAction(this.state.shown.opens);
    }

    async printMinutes() {
        const action = await this.orm.call("qms.meeting", "action_print_minutes", [
            [this.meetingId],
        ]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("qms_review.projector", Projector);
