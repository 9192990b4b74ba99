import {_t} from "@web/core/l10n/translation";

/** What a move would bring, in lines: what moves along, what stands against it. */
export function tell({id, preview}, formatDay) {
    if (!preview) {
        return [];
    }
    const {refused, moves = [], before = [], stuck = [], beyond = []} = preview;
    const along = moves
        .filter((move) => move.id !== id)
        .map(({name, from, to}) => ({
            icon: "fa-long-arrow-right",
            words: _t("Moves along: %(name)s, %(from)s → %(to)s", {
                name,
                from: formatDay(from),
                to: formatDay(to),
            }),
        }));
    const warn = (words, icon = "fa-ban") => ({words, icon, isWarning: true});
    return [
        ...(refused ? [warn(refused)] : []),
        ...along,
        ...before.map(({name}) => warn(_t("Out of order: it has to follow %s", name))),
        ...stuck.map(({name}) => warn(_t("Out of order: %s is under way", name))),
        ...beyond.map(({name}) =>
            warn(
                _t("Past the year's end or the certification visit: %s", name),
                "fa-warning"
            )
        ),
    ];
}
