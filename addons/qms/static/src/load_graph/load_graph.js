import {registry} from "@web/core/registry";
import {GraphModel} from "@web/views/graph/graph_model";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {graphView} from "@web/views/graph/graph_view";

/**
 * Whole duties, week by week; the height of a bar is their sum, no line besides.
 */
export class LoadGraphModel extends GraphModel {
    _getLineOverlayDataset() {
        return null;
    }
}

export class LoadGraphRenderer extends GraphRenderer {
    getScaleOptions() {
        const scales = super.getScaleOptions();
        if (scales.y?.ticks) {
            Object.assign(scales.y.ticks, {precision: 0, callback: (value) => value});
        }
        return scales;
    }
}

registry.category("views").add("qms_load_graph", {
    ...graphView,
    Model: LoadGraphModel,
    Renderer: LoadGraphRenderer,
});
