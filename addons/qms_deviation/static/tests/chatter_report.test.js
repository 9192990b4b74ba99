import {
    click,
    contains,
    defineMailModels,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {asyncStep, waitForSteps} from "@web/../tests/web_test_helpers";
import {describe, test} from "@odoo/hoot";

describe.current.tags("desktop");
defineMailModels();

const BUTTON = ".o_qms_chatter_report";

test("the chatter of a record reports from that record", async () => {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({name: "Lift supplier"});
    const env = await start();
    await openFormView("res.partner", partnerId);
    env.services.action.doAction = (action, {additionalContext}) => {
        const {default_origin_model: model, default_origin_id: id} = additionalContext;
        asyncStep(`${action} ${model} ${id}`);
    };
    await contains(`${BUTTON}[aria-label='Report a deviation']`);
    await click(BUTTON);
    await waitForSteps([
        `qms_deviation.qms_report_action_new res.partner ${partnerId}`,
    ]);
});

test("a record that is not saved is not reported from", async () => {
    await startServer();
    await start();
    await openFormView("res.partner");
    await contains(".o-mail-Chatter-topbar");
    await contains(BUTTON, {count: 0});
});
