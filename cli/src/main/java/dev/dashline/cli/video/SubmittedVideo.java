package dev.dashline.cli.video;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A video that was handed over.
 *
 * @param input as the user wrote it
 * @param videoId the id that it was given
 */
record SubmittedVideo(String input, String videoId) {

    String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input", input)
                .put("videoId", videoId)
                .toString();
    }
}
