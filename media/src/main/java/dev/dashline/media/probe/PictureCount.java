package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.media.command.Seconds;
import dev.dashline.media.plan.FrameRate;
import java.util.OptionalLong;

/**
 * Gives times to the pictures of a source that has none: they are counted. Packets come in the order of decoding, which
 * does not matter: all of them together have the times at which all pictures are shown.
 */
final class PictureCount {

    private final FrameRate rate;
    private long count;
    private boolean uneven;

    PictureCount(FrameRate rate) {
        this.rate = rate;
    }

    /** A packet of the next picture, with times. */
    JsonNode counted(JsonNode packet) {
        long time = rate.microsOf(count);
        OptionalLong decoded = ProbeTimes.micros(packet, "dts_time");
        uneven |= decoded.isPresent() && Math.abs(decoded.getAsLong() - time) > rate.microsOf(1) / 2;
        count++;
        ObjectNode counted = packet.deepCopy();
        counted.put("pts_time", Seconds.of(time));
        counted.put("dts_time", Seconds.of(time));
        counted.put("duration_time", Seconds.of(rate.microsOf(1)));
        return counted;
    }

    /** Whether the container tells that pictures are missing in between. */
    boolean isUneven() {
        return uneven;
    }
}
