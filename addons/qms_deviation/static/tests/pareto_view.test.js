import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {
    defineModels,
    fields,
    models,
    mountView,
    preloadBundle,
} from "@web/../tests/web_test_helpers";
import {ParetoModel} from "@qms_deviation/pareto/pareto_view";

describe.current.tags("desktop");
preloadBundle("web.chartjs_lib");

let model = null;

class Kind extends models.Model {
    name = fields.Char();
    _records = [
        {id: 1, name: "Training"},
        {id: 2, name: "Equipment"},
        {id: 3, name: "Other"},
    ];
}

class Case extends models.Model {
    kind_id = fields.Many2one({relation: "kind"});
    closed = fields.Boolean();
    _records = [1, 2, 2, 2, 2, 2, 3, 3, 1, 1].map((kind, place) => ({
        id: place + 1,
        kind_id: kind,
        closed: Boolean(place % 2),
    }));
}

defineMailModels();
defineModels([Kind, Case]);

beforeEach(() => {
    const setup = ParetoModel.prototype.setup;
    ParetoModel.prototype.setup = function (...args) {
        model = this;
        return setup.apply(this, args);
    };
    return () => (ParetoModel.prototype.setup = setup);
});

function graph(arch) {
    return mountView({type: "graph", resModel: "case", arch});
}

test("largest first, and the share they make up so far", async () => {
    await graph(
        `<graph js_class="qms_pareto" order="DESC" stacked="0"><field name="kind_id"/></graph>`
    );
    expect(model.data.labels).toEqual(["Equipment", "Training", "Other"]);
    expect(model.data.datasets[0].data).toEqual([5, 3, 2]);
    expect(model.lineOverlayDataset.data).toEqual([50, 80, 100]);
    expect(model.lineOverlayDataset.yAxisID).toBe("share");
    expect(".o_graph_renderer canvas").toHaveCount(1);
});

test("no line where bars are divided or not in order", async () => {
    await graph(
        `<graph js_class="qms_pareto" order="DESC" stacked="0"><field name="kind_id"/><field name="closed"/></graph>`
    );
    expect(model.lineOverlayDataset).toBe(null);
});

test("without cases there is no line to draw", async () => {
    Case._records = [];
    await graph(
        `<graph js_class="qms_pareto" order="DESC" stacked="0"><field name="kind_id"/></graph>`
    );
    expect(".o_graph_renderer").toHaveCount(1);
});
