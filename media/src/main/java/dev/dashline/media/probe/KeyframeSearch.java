package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.command.ChunkStart;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.VideoPlan;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Finds where a chunk has to be read from. With an index, a seek ends at a keyframe. Without one, as in MPEG-TS, it
 * ends at any picture of that time; a decoder then shows nothing before the next keyframe, which may be seconds after
 * the chunk's first frame. Safe for use by many threads.
 */
public final class KeyframeSearch {

    private static final long MICROS = 1_000_000;
    /** How long before its first frame a chunk is read from: a picture from before may still be shown then. */
    private static final long RUN_UP = MICROS;
    /** The keyframe is at least this much before the first frame: deinterlacing looks at the picture before. */
    private static final long SETTLED = MICROS / 10;
    /**
     * How far back to look for keyframes. Where they are rarer still, the chunk is read from the beginning of the
     * source.
     */
    private static final List<Long> STEPS = List.of(4 * MICROS, 16 * MICROS, 64 * MICROS, 256 * MICROS);

    private final Ffprobe ffprobe;

    public KeyframeSearch(Ffprobe ffprobe) {
        this.ffprobe = ffprobe;
    }

    /**
     * Looks at the packets before a chunk.
     *
     * @param health of the source: time that it makes ffprobe wait does not count
     * @throws MediaException if the source cannot be read
     * @throws InterruptedException if this thread was interrupted; no process is left by then
     */
    public ChunkStart find(MediaPlan plan, int chunk, MediaInput source, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        return new ChunkStart(chunk, seek(plan, chunk, source, health));
    }

    private OptionalLong seek(MediaPlan plan, int chunk, MediaInput source, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        VideoPlan video = plan.requireVideo();
        long first = plan.startMicros() + video.grid().startMicros(chunk);
        long settled = first - video.settlingMicros();
        long latest = settled - SETTLED;
        long from = settled - RUN_UP;
        if (from <= plan.startMicros()) {
            return OptionalLong.empty();
        }
        int stream = video.stream();
        if (lastKeyframe(ffprobe.packetAt(source, stream, from, health), latest).isPresent()) {
            return OptionalLong.of(from);
        }
        long until = latest;
        for (long step : STEPS) {
            from = settled - step;
            if (from <= plan.startMicros()) {
                break;
            }
            OptionalLong found = lastKeyframe(ffprobe.packets(source, stream, from, until, health), latest);
            if (found.isPresent()) {
                return found;
            }
            until = from;
        }
        return OptionalLong.empty();
    }

    /** Decode time of the last keyframe that is shown by then: FFmpeg seeks by decode time. */
    private static OptionalLong lastKeyframe(JsonNode answer, long latest) {
        OptionalLong last = OptionalLong.empty();
        for (JsonNode packet : answer.path("packets")) {
            OptionalLong shown = ProbeTimes.micros(packet, "pts_time");
            if (packet.path("flags").asText().contains("K") && shown.isPresent() && shown.getAsLong() <= latest) {
                OptionalLong decoded = ProbeTimes.micros(packet, "dts_time");
                last = decoded.isPresent() ? decoded : shown;
            }
        }
        return last;
    }
}
