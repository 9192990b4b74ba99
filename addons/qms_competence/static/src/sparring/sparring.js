import {Chatter} from "@mail/chatter/web_portal/chatter";
import {patch} from "@web/core/utils/patch";
import {useService} from "@web/core/utils/hooks";

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        this.qmsSparringAction = useService("action");
    },

    get qmsMayDiscuss() {
        const model = this.props.threadModel || "";
        return Boolean(this.props.threadId) && model.startsWith("qms.");
    },

    /** Ask with whom this record was discussed. */
    async qmsDiscussed() {
        if (this.props.saveRecord && !(await this.props.saveRecord())) {
            return;
        }
        const {threadModel, threadId} = this.props;
        await this.qmsSparringAction.doAction("qms_competence.qms_sparring_action", {
            additionalContext: {
                default_res_model: threadModel,
                default_res_id: threadId,
            },
            onClose: () => this.load(this.state.thread, ["messages"]),
        });
    },
});
