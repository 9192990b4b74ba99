import {onWillUnmount, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {TextField, textField} from "@web/views/fields/text/text_field";
import {SimilarList} from "./similar_list";

const PAUSE = 800;
const SHORTEST = 12;
const MOST = 10;

/**
 * The story of a report: while one writes, a quiet line tells of similar open cases.
 * It asks in the pauses of typing, and never stands in the way: when the answer does
 * not come, there is no line.
 */
export class StoryField extends TextField {
    static template = "qms_deviation.StoryField";
    static components = {...TextField.components, SimilarList};

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.similar = useState({count: 0, in_unit: 0, cases: []});
        this.lastAnswer = new KeepLast();
        const look = useDebounced(() => this.look(), PAUSE);
        useEffect(
            (textarea) => {
                textarea?.addEventListener("input", look);
                return () => textarea?.removeEventListener("input", look);
            },
            () => [this.textareaRef.el]
        );
        onWillUnmount(() => (this.gone = true));
    }

    async look() {
        const text = this.textareaRef.el?.value.trim() || "";
        if (text.length < SHORTEST) {
            return this.show({count: 0, in_unit: 0, cases: []});
        }
        const {department_id, company_id} = this.props.record.data;
        const question = this.orm.silent.call("qms.deviation", "action_find_similar", [
            text,
            department_id?.id || false,
            company_id?.id || false,
        ]);
        try {
            this.show(await this.lastAnswer.add(question));
        } catch {
            this.show({count: 0, in_unit: 0, cases: []});
        }
    }

    show(answer) {
        if (!this.gone) {
            Object.assign(this.similar, answer);
        }
    }

    get similarLine() {
        const {count, in_unit: inUnit} = this.similar;
        const shown = inUnit || count;
        const number = shown < MOST ? String(shown) : _t("%s or more", MOST);
        return inUnit
            ? _t("%s like this in your unit", number)
            : _t("%s like this elsewhere", number);
    }
}

registry.category("fields").add("qms_story", {...textField, component: StoryField});
