import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mockDate} from "@odoo/hoot-mock";
import {queryAllTexts} from "@odoo/hoot-dom";

const DATES = ["2026-10-28", "2026-11-29", "2026-11-30", "2026-12-02", "2026-12-09"];

class Duty extends models.Model {
    due = fields.Date();
    _records = [...DATES, false].map((due, place) => ({id: place + 1, due}));
}

defineMailModels();
defineModels([Duty]);

test("what is near is counted in days, across months, the rest is a date", async () => {
    mockDate("2026-11-30 12:00:00");
    await mountView({
        type: "list",
        resModel: "duty",
        arch: `<list><field name="due" widget="qms_days_left"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual([
        "Oct 28",
        "Yesterday",
        "Today",
        "In 2 days",
        "Dec 9",
        "",
    ]);
});
