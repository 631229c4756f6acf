package dev.dashline.media.probe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.plan.FrameRate;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Facts from the last packets of a source: from its last keyframe on, which may be its first picture. Pure. */
final class PacketTail {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int video;
    private long videoEnd = Long.MIN_VALUE;
    private long end = Long.MIN_VALUE;
    private long firstPicture = Long.MAX_VALUE;
    private long lastPicture = Long.MIN_VALUE;
    private int pictures;
    private boolean encrypted;

    private PacketTail(int video) {
        this.video = video;
    }

    /**
     * Reads ffprobe's answer, packet by packet.
     *
     * @param video index of the video stream
     */
    static PacketTail read(String answer, int video) throws IOException {
        PacketTail tail = new PacketTail(video);
        try (JsonParser parser = JSON.createParser(answer)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    tail.add(JSON.readTree(parser));
                }
            }
        }
        return tail;
    }

    private void add(JsonNode packet) {
        boolean picture = packet.path("stream_index").asInt(-1) == video;
        OptionalLong pts = ProbeTimes.micros(packet, "pts_time");
        // D: the edit list does not show it.
        if (pts.isPresent() && !packet.path("flags").asText().contains("D")) {
            long until =
                    pts.getAsLong() + ProbeTimes.micros(packet, "duration_time").orElse(0);
            end = Math.max(end, until);
            if (picture) {
                videoEnd = Math.max(videoEnd, until);
                firstPicture = Math.min(firstPicture, pts.getAsLong());
                lastPicture = Math.max(lastPicture, pts.getAsLong());
                pictures++;
            }
        }
        for (JsonNode sideData : packet.path("side_data_list")) {
            encrypted |= picture && sideData.path("side_data_type").asText().equals("Encryption info");
        }
    }

    /** When the last picture ends, microseconds. */
    long videoEnd() {
        return videoEnd;
    }

    /** Pictures per second; empty if there are fewer than three. */
    Optional<FrameRate> rate() {
        long micros = lastPicture - firstPicture;
        return pictures < 3 || micros <= 0
                ? Optional.empty()
                : FrameRate.parse((pictures - 1) + "000/" + Math.max(1, micros / 1_000));
    }

    /** When the last packet of any stream ends, microseconds. */
    long end() {
        return end;
    }

    /** Whether the video has Common Encryption: it keeps the codec's own tag and shows only in the packets. */
    boolean encrypted() {
        return encrypted;
    }
}
