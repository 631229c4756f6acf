package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.plan.SourceInfo.Video;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The video track of a source, as ffprobe describes it. Pure.
 *
 * @param stream of ffprobe's answer
 */
record VideoTrack(JsonNode stream) {

    private static final Set<String> HIGH_DYNAMIC_RANGE = Set.of("smpte2084", "arib-std-b67");
    private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

    /** A stream may end this much before its header says so. */
    private static final long MISSING_MICROS = 1_000_000;

    /**
     * Everything that a plan needs.
     *
     * @param format ffprobe's description of the whole file
     * @param tail the last packets
     * @throws MediaException {@code CORRUPT_MEDIA} if the track is empty or ends too early
     */
    Video read(JsonNode format, PacketTail tail) throws MediaException {
        return new Video(
                stream.path("index").asInt(),
                shape(),
                rate(tail.rate()),
                span(format, tail),
                INTERLACED.contains(stream.path("field_order").asText()),
                HIGH_DYNAMIC_RANGE.contains(stream.path("color_transfer").asText()));
    }

    private Span span(JsonNode format, PacketTail tail) throws MediaException {
        long start = ProbeTimes.micros(stream, "start_time").orElse(0);
        long end = Math.max(start, tail.videoEnd());
        OptionalLong duration = ProbeTimes.micros(stream, "duration");
        OptionalLong tagged = ProbeTimes.taggedDuration(stream);
        if (duration.isPresent()) {
            requireWhole(start + duration.getAsLong(), end);
        } else if (tagged.isPresent()) {
            requireWhole(tagged.getAsLong(), end);
        } else {
            // The file's duration is that of its longest track, which need not be the video. A streamed recording
            // states none.
            requireWhole(ProbeTimes.micros(format, "duration").orElse(0), Math.max(end, tail.end()));
        }
        if (end <= start) {
            throw new MediaException(MediaFault.CORRUPT_MEDIA, "The source's video track has no pictures.");
        }
        return new Span(start, end);
    }

    private static void requireWhole(long stated, long end) throws MediaException {
        if (end + MISSING_MICROS < stated) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source says that it lasts until " + stated / 1_000_000 + " s, but it ends after "
                            + end / 1_000_000 + " s.");
        }
    }

    private Shape shape() {
        // A container may crop the coded picture. FFmpeg applies that, but ffprobe reports the coded size.
        double width = stream.path("width").asDouble() - sideData("crop_left") - sideData("crop_right");
        double height = stream.path("height").asDouble() - sideData("crop_top") - sideData("crop_bottom");
        // Wide pixels widen the picture and high pixels heighten it, so that no pixel is thrown away.
        Optional<FrameRate> aspect =
                FrameRate.parse(stream.path("sample_aspect_ratio").asText().replace(':', '/'));
        double ratio = aspect.map(FrameRate::perSecond).orElse(1.0);
        if (ratio > 1) {
            width *= ratio;
        } else {
            height /= ratio;
        }
        boolean sideways = Math.abs(sideData("rotation")) % 180 == 90;
        int shownWidth = (int) Math.round(sideways ? height : width);
        int shownHeight = (int) Math.round(sideways ? width : height);
        return new Shape(shownWidth, shownHeight);
    }

    private int sideData(String key) {
        for (JsonNode data : stream.path("side_data_list")) {
            if (data.has(key)) {
                return data.path(key).asInt();
            }
        }
        return 0;
    }

    private FrameRate rate(Optional<FrameRate> counted) {
        Optional<FrameRate> average =
                FrameRate.parse(stream.path("avg_frame_rate").asText());
        Optional<FrameRate> base = FrameRate.parse(stream.path("r_frame_rate").asText());
        return OutputRate.of(average, base, counted);
    }
}
