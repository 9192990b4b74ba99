import {Component, onWillStart, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** What was decided for each case today: to read, to copy, to print. */
export class Minutes extends Component {
    static template = "qms_deviation.Minutes";
    static props = {ids: Array, day: String};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({lines: []});
        onWillStart(() => this.load());
    }

    /** The cases of this sitting and all others that were looked at today. */
    async load() {
        const today = [["triaged_on", "=", this.props.day]];
        const others = await this.orm.search("qms.deviation", today, {
            order: "date_reported, id",
        });
        const ids = [...new Set([...this.props.ids, ...others])];
        const lines = ids.length
            ? await this.orm.call("qms.deviation", "action_triage_minutes", [ids], {
                  day: this.props.day,
              })
            : [];
        this.state.lines = lines.filter(({decisions}) => decisions.length);
    }

    /** A decision in one line. */
    said({label, reason}) {
        return reason ? `${label}: ${reason}` : label;
    }

    /** Who does what by when, and what came of it, in one line. */
    cameOf(action) {
        const parts = [action.what, action.owner, action.deadline, action.state];
        return [...parts, action.outcome, action.date_outcome]
            .filter(Boolean)
            .join(" · ");
    }

    get text() {
        return this.state.lines
            .map((line) =>
                [
                    [line.name, line.headline].filter(Boolean).join(" – "),
                    ...line.decisions.map((decision) => `- ${this.said(decision)}`),
                    ...line.actions.map((action) => `  ${this.cameOf(action)}`),
                ].join("\n")
            )
            .join("\n\n");
    }

    async copy() {
        await browser.navigator.clipboard.writeText(this.text);
        this.notification.add(_t("Copied"), {type: "success"});
    }

    print() {
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: "qms_deviation.report_triage",
            display_name: _t("Minutes of the quality group"),
            data: {ids: this.state.lines.map(({id}) => id), day: this.props.day},
        });
    }
}
