import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {GraphModel} from "@web/views/graph/graph_model";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {graphView} from "@web/views/graph/graph_view";

/** Bars from the largest to the smallest, and a line: what share they make up so far. */
export class ParetoModel extends GraphModel {
    _getLineOverlayDataset() {
        const {datasets} = this.data;
        if (datasets.length !== 1 || this.metaData.order !== "DESC") {
            return super._getLineOverlayDataset();
        }
        const [{data, trueLabels}] = datasets;
        const sum = data.reduce((total, value) => total + value, 0);
        let soFar = 0;
        return {
            label: _t("Share so far (%)"),
            data: data.map((value) => {
                soFar += value;
                return sum ? Math.round((100 * soFar) / sum) : 0;
            }),
            trueLabels,
            currencyIds: [],
            domains: [],
            yAxisID: "share",
            clip: false,
        };
    }
}

export class ParetoRenderer extends GraphRenderer {
    getScaleOptions() {
        const scales = super.getScaleOptions();
        if (this.model.metaData.measure === "__count" && scales.y?.ticks) {
            Object.assign(scales.y.ticks, {precision: 0, callback: (value) => value});
        }
        if (this.model.lineOverlayDataset?.yAxisID === "share") {
            scales.share = {
                position: "right",
                min: 0,
                max: 100,
                ticks: {callback: (value) => `${value} %`},
                grid: {display: false},
            };
        }
        return scales;
    }
}

registry
    .category("views")
    .add("qms_pareto", {...graphView, Model: ParetoModel, Renderer: ParetoRenderer});
