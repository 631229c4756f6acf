package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.command.ChunkStart;
import dev.dashline.media.command.ChunkStart.Aspect;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.command.Seconds;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.seek.Keyframes;
import dev.dashline.media.seek.SeekPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Finds where a chunk has to be read from, unless its plan says so. With an index, a seek ends at a keyframe. Without
 * one, as in MPEG-TS, it ends at any picture of that time; a decoder then shows nothing before the next keyframe, which
 * may be seconds after the chunk's first frame. Safe for use by many threads.
 */
public final class KeyframeSearch {

    private static final long MICROS = 1_000_000;

    /**
     * How far back to look for keyframes. Where they are rarer still, the chunk is read from the beginning of the
     * source.
     */
    private static final List<Long> STEPS = List.of(4 * MICROS, 16 * MICROS, 64 * MICROS, 256 * MICROS);

    private static final int LINES_OF_SD = 576;

    private final Ffprobe ffprobe;

    public KeyframeSearch(Ffprobe ffprobe) {
        this.ffprobe = ffprobe;
    }

    /**
     * Looks at the packets before a chunk, unless the plan has done so.
     *
     * @param flow of the source: time that it makes ffprobe wait does not count
     * @throws MediaException if the source cannot be read
     * @throws InterruptedException if this thread was interrupted; no process is left by then
     */
    public ChunkStart find(MediaPlan plan, int chunk, MediaInput source, InputFlow flow)
            throws MediaException, InterruptedException {
        Optional<SeekPoint> start = keyframe(plan, chunk, source, flow);
        OptionalLong seek = start.map(each -> OptionalLong.of(each.decoded())).orElseGet(OptionalLong::empty);
        OptionalLong shown = start.map(each -> OptionalLong.of(each.shown() - plan.startMicros()))
                .orElseGet(OptionalLong::empty);
        List<Aspect> aspects =
                plan.requireVideo().picture().reshapes() ? aspects(plan, chunk, seek, source, flow) : List.of();
        return new ChunkStart(chunk, seek, shown, aspects);
    }

    /**
     * Whether the shape of pictures may change on the way, which costs a look at all keyframes. Broadcasts do that: in
     * MPEG-2, and in other codecs of standard definition.
     *
     * @param probe ffprobe's answer
     */
    static boolean mayReshape(JsonNode probe, int video) {
        JsonNode stream = probe.path("streams").path(video);
        return probe.path("format").path("format_name").asText().contains("mpegts")
                && (stream.path("codec_name").asText().equals("mpeg2video")
                        || stream.path("height").asInt() <= LINES_OF_SD);
    }

    /** How the shape changes within a chunk; empty if it does not, and is that of the source's first picture. */
    private List<Aspect> aspects(MediaPlan plan, int chunk, OptionalLong seek, MediaInput source, InputFlow flow)
            throws MediaException, InterruptedException {
        VideoPlan video = plan.requireVideo();
        long end = plan.startMicros()
                + video.grid().startMicros(chunk)
                + video.grid().rate().microsOf(video.grid().frameLimit(chunk));
        String from = seek.isPresent() ? Seconds.of(seek.getAsLong()) : "";
        List<Aspect> aspects = new ArrayList<>();
        for (JsonNode keyframe : ffprobe.keyframes(source, video.stream(), from + "%" + Seconds.of(end), flow)) {
            OptionalLong shown = ProbeTimes.micros(keyframe, "pts_time");
            double ratio = ratio(keyframe);
            boolean other = aspects.isEmpty()
                    || !isAlike(aspects.get(aspects.size() - 1).ratio(), ratio);
            if (shown.isPresent() && ratio > 0 && other) {
                aspects.add(new Aspect(shown.getAsLong() - plan.startMicros(), ratio));
            }
        }
        double planned = (double) video.picture().shape().width()
                / video.picture().shape().height();
        return aspects.stream().allMatch(each -> isAlike(each.ratio(), planned)) ? List.of() : aspects;
    }

    private static double ratio(JsonNode picture) {
        double pixels = FrameRate.parse(
                        picture.path("sample_aspect_ratio").asText().replace(':', '/'))
                .map(FrameRate::perSecond)
                .orElse(1.0);
        return pixels
                * picture.path("width").asDouble()
                / Math.max(1, picture.path("height").asDouble());
    }

    /** Shapes are rounded to whole pixels. */
    private static boolean isAlike(double ratio, double other) {
        return Math.abs(ratio / other - 1) < 0.03;
    }

    /** Empty if the chunk is read from the beginning. */
    private Optional<SeekPoint> keyframe(MediaPlan plan, int chunk, MediaInput source, InputFlow flow)
            throws MediaException, InterruptedException {
        VideoPlan video = plan.requireVideo();
        if (video.seeks().areKnown()) {
            return video.seeks().chunks().get(chunk);
        }
        long settled = plan.startMicros() + video.grid().startMicros(chunk) - video.settlingMicros();
        long latest = settled - Keyframes.SETTLED;
        long earliest = plan.startMicros() + Keyframes.SOUGHT_EARLIER;
        if (latest <= earliest) {
            return Optional.empty();
        }
        LastKeyframe last = new LastKeyframe(latest);
        ffprobe.packets(source, video.stream(), Ffprobe.since(latest) + "+#1", flow, last);
        long until = latest;
        for (long step : STEPS) {
            long from = settled - step;
            if (last.found.isPresent() || from <= earliest) {
                break;
            }
            ffprobe.packets(source, video.stream(), Ffprobe.since(from) + Seconds.of(until), flow, last);
            until = from;
        }
        return last.found.filter(keyframe -> keyframe.decoded() > earliest);
    }

    /** The last keyframe that is shown by a time. */
    private static final class LastKeyframe implements Consumer<JsonNode> {
        private final long latest;
        private Optional<SeekPoint> found = Optional.empty();

        /** @param latest when it is shown at the latest, microseconds */
        LastKeyframe(long latest) {
            this.latest = latest;
        }

        @Override
        public void accept(JsonNode packet) {
            found = KeyframeList.keyframe(packet)
                    .filter(keyframe -> keyframe.shown() <= latest)
                    .or(() -> found);
        }
    }
}
