export class WheelArchParser {
    parse(xmlDoc) {
        const names = xmlDoc.getAttribute("year_filters") || "";
        return {
            rings: xmlDoc.getAttribute("rings") || "kind",
            // the filters of the search view that choose an edition
            yearFilters: names.split(",").filter(Boolean),
        };
    }
}
