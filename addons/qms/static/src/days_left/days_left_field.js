import {
    RemainingDaysField,
    remainingDaysField,
} from "@web/views/fields/remaining_days/remaining_days_field";
import {capitalize} from "@web/core/utils/strings";
import {registry} from "@web/core/registry";

// So many days one counts; beyond them the date says more.
const COUNTED = 7;

/** Core says "Next month" of tomorrow if that is the first, and of eight weeks. */
export class DaysLeftField extends RemainingDaysField {
    get diffString() {
        if (this.diffDays === null || Math.abs(this.diffDays) > COUNTED) {
            return this.formattedValue;
        }
        const date = this.props.record.data[this.props.name];
        return capitalize(date.toRelativeCalendar({unit: "days"}));
    }
}

registry.category("fields").add("qms_days_left", {
    ...remainingDaysField,
    component: DaysLeftField,
});
