import {StatusBarButtons} from "@web/views/form/status_bar_buttons/status_bar_buttons";

const SHOWN = 2;
const SHOWN_ON_A_PHONE = 1;

/**
 * The next steps as buttons, in the order of the form; the others under 'More'.
 */
export class StepButtons extends StatusBarButtons {
    static template = "qms.StepButtons";

    get shown() {
        return this.visibleSlotNames.slice(0, this.limit);
    }

    get others() {
        return this.visibleSlotNames.slice(this.limit);
    }

    get limit() {
        const limit = this.env.isSmall ? SHOWN_ON_A_PHONE : SHOWN;
        const count = this.visibleSlotNames.length;
        // a menu with a single line takes the room of that button
        return count === limit + 1 && !this.env.isSmall ? count : limit;
    }

    /**
     * A key chooses the line of the menu, not the button in it.
     */
    onSelected(ev) {
        if (!ev.target.closest("button")) {
            ev.currentTarget.querySelector("button").click();
        }
    }
}
