import {deserializeDate, serializeDate} from "@web/core/l10n/dates";

const FULL = 360;

/** Days of an edition as degrees clockwise from the top, as the server draws them. */
export class Turning {
    constructor({first_day, last_day, today}) {
        this.first = deserializeDate(first_day);
        this.last = deserializeDate(last_day);
        this.today = deserializeDate(today);
        this.days = this.between(this.first, this.last) + 1;
    }

    between(from, to) {
        return Math.round(to.diff(from, "days").days);
    }

    /** From today to the year's last day: a plan looks ahead. */
    within(day) {
        const earliest = this.today > this.first ? this.today : this.first;
        if (day > this.last) {
            return this.last;
        }
        return day < earliest ? earliest : day;
    }

    shifted(iso, step) {
        return serializeDate(this.within(deserializeDate(iso).plus(step)));
    }

    degreesBetween(from, to) {
        const days = this.between(deserializeDate(from), deserializeDate(to));
        return (days * FULL) / this.days;
    }

    /** The shorter way round, in days. */
    daysOf(degrees) {
        const turn = ((degrees % FULL) + FULL * 1.5) % FULL;
        return Math.round(((turn - FULL / 2) * this.days) / FULL);
    }
}

/** Degrees clockwise from the top at which the pointer is, seen from the middle. */
export function angleOf(svg, {clientX, clientY}) {
    const {left, top, width, height} = svg.getBoundingClientRect();
    const across = clientX - left - width / 2;
    const down = clientY - top - height / 2;
    return (Math.atan2(across, -down) * FULL) / (2 * Math.PI);
}
