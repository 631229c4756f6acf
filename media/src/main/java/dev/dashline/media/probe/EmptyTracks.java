package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.media.MediaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out tracks of MP4 files that have a description, but no sample: a recorder without a microphone writes such.
 * FFmpeg crashes on some of them.
 */
final class EmptyTracks {

    /** In a fragmented file, a track that has samples has one in this time, mostly. */
    private static final String BEGINNING = "%+2";

    /** Lists packets of the source. */
    interface Packets {

        /**
         * The indexes of the streams that have a packet there.
         *
         * @param streams a stream's index, or empty for all
         * @param interval as ffprobe's {@code -read_intervals}
         */
        Set<Integer> in(String streams, String interval) throws MediaException, InterruptedException;
    }

    private EmptyTracks() {}

    /** ffprobe's answer without the streams that have no sample. */
    static JsonNode without(JsonNode probe, Packets packets) throws MediaException, InterruptedException {
        if (!probe.path("format").path("format_name").asText().contains("mp4")) {
            return probe;
        }
        List<JsonNode> suspects = new ArrayList<>();
        for (JsonNode stream : probe.path("streams")) {
            // ffprobe counts the samples of a table, and none that are in fragments.
            if (!stream.has("nb_frames") && (ProbeReader.isA("video", stream) || ProbeReader.isA("audio", stream))) {
                suspects.add(stream);
            }
        }
        if (!suspects.isEmpty()) {
            Set<Integer> seen = packets.in("", BEGINNING);
            suspects.removeIf(stream -> seen.contains(index(stream)));
        }
        Set<Integer> empty = new HashSet<>();
        for (JsonNode stream : suspects) {
            if (packets.in(Integer.toString(index(stream)), "%+#1").isEmpty()) {
                empty.add(index(stream));
            }
        }
        return empty.isEmpty() ? probe : without(probe, empty);
    }

    private static JsonNode without(JsonNode probe, Set<Integer> empty) {
        ObjectNode rest = probe.deepCopy();
        rest.withArray("streams").removeIf(stream -> empty.contains(index(stream)));
        return rest;
    }

    private static int index(JsonNode stream) {
        return stream.path("index").asInt();
    }
}
