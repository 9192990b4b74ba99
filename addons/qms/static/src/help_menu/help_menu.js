import {Component, onWillUnmount, useEffect} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

/** On each screen of ours: who answers questions in the company one works in. */
export class HelpMenu extends Component {
    static template = "qms.HelpMenu";
    static components = {Dropdown};
    static props = {};

    setup() {
        this.menu = useService("menu");
        const changed = () => this.render();
        this.env.bus.addEventListener("MENUS:APP-CHANGED", changed);
        onWillUnmount(() =>
            this.env.bus.removeEventListener("MENUS:APP-CHANGED", changed)
        );
        // The menu bar was fitted to the width that was left without it.
        useEffect(
            () => {
                window.dispatchEvent(new Event("resize"));
            },
            () => [this.isOurs]
        );
    }

    get isOurs() {
        return Boolean(this.menu.getCurrentApp()?.xmlid?.startsWith("qms"));
    }

    get help() {
        return session.qms_help?.[user.activeCompany.id] || {people: [], url: ""};
    }
}

registry
    .category("systray")
    .add("qms.help_menu", {Component: HelpMenu}, {sequence: 30});
