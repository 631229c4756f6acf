package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.colour.ColourReader;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SourceInfo.Extras;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.rate.PictureRate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The video track of a source, as ffprobe describes it. Pure.
 *
 * @param stream of ffprobe's answer
 */
record VideoTrack(JsonNode stream) {

    private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

    /**
     * Everything that a plan needs.
     *
     * @param format ffprobe's description of the whole file
     * @param packets of the source
     * @throws MediaException {@code CORRUPT_MEDIA} if the track is empty or ends too early, {@code UNSUPPORTED_CODEC}
     *     if its colours cannot be converted
     */
    Video read(JsonNode format, PacketScan packets) throws MediaException {
        PictureRate pictures = rate(packets.pictures());
        int index = stream.path("index").asInt();
        Span span = span(format, packets, pictures);
        return new Video(
                index,
                stream.path("codec_name").asText(),
                shape(),
                pictures.rate(),
                pictures.origin(),
                span,
                lastPicture(packets.track(index).last(), span, pictures.rate()),
                isInterlaced(),
                ColourReader.read(stream),
                Extras.NONE);
    }

    private boolean isInterlaced() {
        return INTERLACED.contains(stream.path("field_order").asText());
    }

    /** Where each field has a packet, the last packet is not yet a picture. */
    private long lastPicture(long last, Span span, FrameRate rate) {
        return isInterlaced() ? Math.min(last, span.end() - rate.microsOf(1)) : last;
    }

    private Span span(JsonNode format, PacketScan packets, PictureRate pictures) throws MediaException {
        PacketScan.Track track = packets.track(stream.path("index").asInt());
        if (track.isEmpty()) {
            throw new MediaException(MediaFault.CORRUPT_MEDIA, "The source's video track has no pictures.");
        }
        new StatedEnd(stream, format).requireReached(packets);
        // AVI states when the first picture is decoded.
        long start = packets.isReordered() || new StatedEnd(stream, format).isGuessed()
                ? track.first()
                : ProbeTimes.micros(stream, "start_time").orElse(track.first());
        // The last picture may tell no duration.
        long last = track.lastDuration() > 0
                ? track.lastDuration()
                : pictures.rate().microsOf(1);
        return new Span(start - pictures.shift(), Math.max(start, track.last()) + last);
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

    private PictureRate rate(PictureTimes times) {
        List<FrameRate> stated = Stream.of("r_frame_rate", "avg_frame_rate")
                .flatMap(key -> FrameRate.parse(stream.path(key).asText()).stream())
                .toList();
        PictureRate found = PictureRate.of(times.areKnown() ? times.sorted() : new long[0], stated, tick());
        Optional<FrameRate> average =
                FrameRate.parse(stream.path("avg_frame_rate").asText());
        double fields =
                average.map(rate -> found.rate().perSecond() / rate.perSecond()).orElse(1.0);
        // Where each field has a packet, there are two for each picture.
        return isInterlaced() && Math.abs(fields - 2) < 0.01
                ? new PictureRate(
                        new FrameRate(found.rate().num(), found.rate().den() * 2), found.shift(), found.origin())
                : found;
    }

    /** How exact the times are, microseconds. */
    private long tick() {
        return FrameRate.parse(stream.path("time_base").asText())
                .map(unit -> Math.max(1, Math.round(unit.perSecond() * 1_000_000)))
                .orElse(1_000L);
    }
}
