package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.seek.SeekPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The keyframes among the packets of one track, in their order. */
final class KeyframeList {

    /** Microseconds. Where all pictures are keyframes, not each of them is worth its place. */
    private static final long CLOSE = 500_000;

    private final List<SeekPoint> list = new ArrayList<>();

    /** Takes the next packet, as ffprobe lists it. Leaves out what follows another keyframe very closely. */
    void add(JsonNode packet) {
        keyframe(packet)
                .filter(next -> list.isEmpty()
                        || next.shown() >= list.get(list.size() - 1).shown() + CLOSE)
                .ifPresent(list::add);
    }

    /** The keyframe that a packet is, if it is one and has a time. */
    static Optional<SeekPoint> keyframe(JsonNode packet) {
        OptionalLong shown = ProbeTimes.micros(packet, "pts_time");
        OptionalLong decoded = ProbeTimes.micros(packet, "dts_time");
        // AVI may not tell when a picture is shown; it is soon after.
        OptionalLong known = shown.isPresent() ? shown : decoded;
        return packet.path("flags").asText().contains("K") && known.isPresent()
                ? Optional.of(new SeekPoint(decoded.orElse(known.getAsLong()), known.getAsLong()))
                : Optional.empty();
    }

    List<SeekPoint> list() {
        return list;
    }
}
