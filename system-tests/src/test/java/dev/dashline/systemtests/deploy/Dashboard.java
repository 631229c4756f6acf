package dev.dashline.systemtests.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A dashboard of Grafana. Panels come in rows of two.
 *
 * @param id names its file and its address
 */
record Dashboard(String id, String title, List<Panel> panels) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 12;
    private static final int HEIGHT = 8;

    /**
     * One diagram over time.
     *
     * @param unit as Grafana names it: short, s, bytes, percentunit
     */
    record Panel(String title, String unit, List<Query> queries) {}

    /**
     * One line or several in a diagram.
     *
     * @param legend says what a line is; may have {@code {{label}}}
     */
    record Query(String legend, String expression) {}

    static Panel panel(String title, String unit, String legend, String expression) {
        return new Panel(title, unit, List.of(new Query(legend, expression)));
    }

    static Panel panel(String title, String unit, Query... queries) {
        return new Panel(title, unit, List.of(queries));
    }

    /** As Grafana reads it from a file. */
    String json() {
        ObjectNode dashboard = JSON.createObjectNode();
        dashboard
                .put("uid", "dashline-" + id)
                .put("title", title)
                .put("editable", false)
                .put("schemaVersion", 39);
        dashboard.put("refresh", "15s").putArray("tags").add("dashline");
        dashboard.putObject("time").put("from", "now-3h").put("to", "now");
        ArrayNode all = dashboard.putArray("panels");
        for (int number = 0; number < panels.size(); number++) {
            add(all.addObject(), panels.get(number), number);
        }
        return dashboard.toPrettyString();
    }

    private static void add(ObjectNode node, Panel panel, int number) {
        node.put("id", number + 1).put("type", "timeseries").put("title", panel.title());
        node.putObject("datasource").put("type", "prometheus").put("uid", "prometheus");
        node.putObject("gridPos")
                .put("x", number % 2 * WIDTH)
                .put("y", number / 2 * HEIGHT)
                .put("w", WIDTH)
                .put("h", HEIGHT);
        node.putObject("fieldConfig")
                .putObject("defaults")
                .put("unit", panel.unit())
                .put("min", 0);
        ArrayNode targets = node.putArray("targets");
        for (Query query : panel.queries()) {
            targets.addObject()
                    .put("refId", String.valueOf((char) ('A' + targets.size() - 1)))
                    .put("expr", query.expression())
                    .put("legendFormat", query.legend());
        }
    }
}
