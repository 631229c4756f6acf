package dev.dashline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A video that was handed over.
 *
 * @param input as the user wrote it
 * @param videoId the id that it was given
 */
record Submitted(String input, String videoId) {

    String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input", input)
                .put("videoId", videoId)
                .toString();
    }
}
