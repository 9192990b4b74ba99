import {expect, test} from "@odoo/hoot";
import {mockService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {HelpMenu} from "@qms/help_menu/help_menu";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {on} from "@odoo/hoot-dom";

defineMailModels();

test("the menu bar is fitted again when the question mark appears", async () => {
    let app = "mail.menu_root";
    mockService("menu", {getCurrentApp: () => ({xmlid: app})});
    const menu = await mountWithCleanup(HelpMenu);
    expect(".o_qms_help_menu").toHaveCount(0);
    on(window, "resize", () => expect.step("fitted"));
    menu.env.bus.trigger("MENUS:APP-CHANGED");
    await animationFrame();
    expect.verifySteps([]);
    app = "qms.menu_root";
    menu.env.bus.trigger("MENUS:APP-CHANGED");
    await animationFrame();
    expect(".o_qms_help_menu").toHaveCount(1);
    expect.verifySteps(["fitted"]);
});
