import {Chatter} from "@mail/chatter/web_portal/chatter";
import {patch} from "@web/core/utils/patch";
import {useService} from "@web/core/utils/hooks";

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        this.qmsAction = useService("action");
    },

    /** Quality records are not reported from: they are what a report leads to. */
    get qmsMayReport() {
        const model = this.props.threadModel || "";
        return Boolean(this.props.threadId) && !model.startsWith("qms.");
    },

    /** Report a deviation about this record, which is saved first. */
    async qmsReport() {
        if (this.props.saveRecord && !(await this.props.saveRecord())) {
            return;
        }
        const {threadModel, threadId} = this.props;
        await this.qmsAction.doAction("qms_deviation.qms_report_action_new", {
            additionalContext: {
                default_origin_model: threadModel,
                default_origin_id: threadId,
            },
            onClose: () => this.load(this.state.thread, ["messages"]),
        });
    },
});
