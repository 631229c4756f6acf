package dev.dashline.cli.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;

/**
 * What came of a simulation.
 *
 * @param parseErrors lines that were skipped
 * @param margins time left at publication, of those that had a deadline
 */
record Stats(long parseErrors, long submitted, long encoded, Ends ends, Margins margins) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** How many ended well, and how many did not. */
    record Ends(long published, long failed) {}

    /** For people, and for programs that read a line. */
    List<String> lines() {
        return List.of(
                "stats: parse_errors=" + parseErrors + " submitted=" + submitted + " encoded=" + encoded + " published="
                        + ends.published() + " publish_failed=" + ends.failed(),
                "margin_ms: p50=" + text(margins.percentile(50)) + " p5=" + text(margins.percentile(5)) + " min="
                        + text(margins.least()));
    }

    String json() {
        ObjectNode json = MAPPER.createObjectNode()
                .put("parseErrors", parseErrors)
                .put("submitted", submitted)
                .put("encoded", encoded)
                .put("published", ends.published())
                .put("publishFailed", ends.failed());
        ObjectNode margin = json.putObject("marginMs");
        put(margin, "p50", margins.percentile(50));
        put(margin, "p5", margins.percentile(5));
        put(margin, "min", margins.least());
        return json.toString();
    }

    private static void put(ObjectNode json, String name, OptionalLong millis) {
        if (millis.isPresent()) {
            json.put(name, millis.getAsLong());
        } else {
            json.putNull(name);
        }
    }

    private static String text(OptionalLong millis) {
        return millis.isPresent() ? Long.toString(millis.getAsLong()) : "-";
    }
}
