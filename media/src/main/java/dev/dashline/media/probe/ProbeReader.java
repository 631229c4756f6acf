package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.plan.SourceInfo.Video;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes sense of what ffprobe tells, and refuses what cannot be encoded. Pure. */
final class ProbeReader {

    /** Sample entries of encrypted tracks: ISO/IEC 23001-7 and Apple's. */
    static final Set<String> ENCRYPTED = Set.of("encv", "enca", "drmi", "drms", "drmt", "drma");

    private static final Set<String> HIGH_DYNAMIC_RANGE = Set.of("smpte2084", "arib-std-b67");
    private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");
    /** By how much a stream may end before its header says so. */
    private static final long MISSING_MICROS = 1_000_000;

    private static final Pattern TAG = Pattern.compile("(\\d{1,4}):(\\d\\d):(\\d\\d(?:\\.\\d{1,9})?)");

    private final JsonNode probe;
    private final Decoders decoders;
    private final SourceLimits limits;

    ProbeReader(JsonNode probe, Decoders decoders, SourceLimits limits) {
        this.probe = probe;
        this.decoders = decoders;
        this.limits = limits;
    }

    /**
     * Index of the stream of pictures to encode: the first that is neither a cover nor a thumbnail.
     *
     * @param stdErr what ffprobe said beside its answer: it tells no size of pictures that are too large
     * @throws MediaException if there is none, or it is none that we take
     */
    int videoStream(String stdErr) throws MediaException {
        requireFewTracks();
        JsonNode video = video();
        requireDecodable(video);
        long width = video.path("width").asLong();
        long height = video.path("height").asLong();
        if (width * height > limits.pixels() || stdErr.contains("exceeds specified max pixel count")) {
            throw new MediaException(
                    MediaFault.TOO_LARGE,
                    "The picture is too large: " + limits.pixels() + " pixels in all are allowed.");
        }
        if (width < 2 || height < 2) {
            throw new MediaException(MediaFault.UNSUPPORTED_CODEC, "The size of the picture cannot be found out.");
        }
        return video.path("index").asInt();
    }

    /**
     * Everything else.
     *
     * @param tail the last packets
     * @param sound whether sound is wanted
     * @throws MediaException if the source is too long, or not all there, or has no sound that can be decoded, but other
     */
    SourceInfo read(PacketTail tail, boolean sound) throws MediaException {
        JsonNode video = video();
        if (tail.encrypted()) {
            throw encrypted();
        }
        Span span = span(video, tail);
        requireShort(span.length());
        return new SourceInfo(
                Optional.of(new Video(
                        video.path("index").asInt(),
                        shape(video),
                        rate(video, tail.rate()),
                        span,
                        INTERLACED.contains(video.path("field_order").asText()),
                        HIGH_DYNAMIC_RANGE.contains(video.path("color_transfer").asText()))),
                sound ? new SoundTracks(probe, decoders).until(span.end()) : List.of(),
                new TextTracks(probe).all());
    }

    /**
     * All there is to hear.
     *
     * @throws MediaException if that is nothing, or too long
     */
    SourceInfo readSound() throws MediaException {
        requireFewTracks();
        List<Audio> tracks = new SoundTracks(probe, decoders).until(0);
        if (tracks.isEmpty()) {
            throw new MediaException(MediaFault.NO_AUDIO, "The source has no audio track that can be decoded.");
        }
        for (Audio track : tracks) {
            requireShort(track.span().length());
        }
        return new SourceInfo(Optional.empty(), tracks, new TextTracks(probe).all());
    }

    private void requireFewTracks() throws MediaException {
        int tracks = probe.path("streams").size();
        if (tracks > limits.tracks()) {
            throw new MediaException(
                    MediaFault.INVALID_CONTAINER,
                    "The source has " + tracks + " tracks; " + limits.tracks() + " are allowed.");
        }
    }

    private void requireShort(long micros) throws MediaException {
        if (micros > limits.duration().toNanos() / 1_000) {
            throw new MediaException(
                    MediaFault.DURATION_LIMIT,
                    "The source lasts " + micros / 1_000_000 + " s; "
                            + limits.duration().toSeconds() + " s are allowed.");
        }
    }

    private JsonNode video() throws MediaException {
        for (JsonNode stream : probe.path("streams")) {
            if (isA("video", stream)
                    && disposition(stream, "attached_pic") == 0
                    && disposition(stream, "timed_thumbnails") == 0) {
                return stream;
            }
        }
        throw new MediaException(MediaFault.NO_VIDEO, "The source has no video track.");
    }

    private void requireDecodable(JsonNode stream) throws MediaException {
        if (ENCRYPTED.contains(stream.path("codec_tag_string").asText())) {
            throw encrypted();
        }
        if (!decoders.canDecode(stream)) {
            throw new MediaException(
                    MediaFault.UNSUPPORTED_CODEC,
                    "The video track's codec, " + Decoders.name(stream) + ", cannot be decoded by FFmpeg.");
        }
    }

    private static MediaException encrypted() {
        return new MediaException(MediaFault.UNSUPPORTED_CODEC, "The source is encrypted: give one that is not.");
    }

    private Span span(JsonNode video, PacketTail tail) throws MediaException {
        long start = micros(video, "start_time").orElse(0);
        long end = Math.max(start, tail.videoEnd());
        OptionalLong duration = micros(video, "duration");
        OptionalLong told = toldByTag(video);
        if (duration.isPresent()) {
            requireWhole(start + duration.getAsLong(), end);
        } else if (told.isPresent()) {
            requireWhole(told.getAsLong(), end);
        } else {
            // What lasts longest need not be the pictures. A recording that was streamed tells nothing.
            requireWhole(micros(probe.path("format"), "duration").orElse(0), Math.max(end, tail.end()));
        }
        if (end <= start) {
            throw new MediaException(MediaFault.CORRUPT_MEDIA, "The source's video track has no pictures.");
        }
        return new Span(start, end);
    }

    private static void requireWhole(long told, long end) throws MediaException {
        if (end + MISSING_MICROS < told) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source says that it lasts until " + told / 1_000_000 + " s, but it ends after "
                            + end / 1_000_000 + " s.");
        }
    }

    private static Shape shape(JsonNode video) {
        // Of what is coded, a container may have part cut off. FFmpeg does that, but ffprobe tells the whole.
        double width = video.path("width").asDouble() - sideData(video, "crop_left") - sideData(video, "crop_right");
        double height = video.path("height").asDouble() - sideData(video, "crop_top") - sideData(video, "crop_bottom");
        // Pixels wider than high make the picture wider, others make it higher, so that none is thrown away.
        Optional<FrameRate> aspect =
                FrameRate.parse(video.path("sample_aspect_ratio").asText().replace(':', '/'));
        double ratio = aspect.map(FrameRate::perSecond).orElse(1.0);
        if (ratio > 1) {
            width *= ratio;
        } else {
            height /= ratio;
        }
        boolean lying = Math.abs(sideData(video, "rotation")) % 180 == 90;
        int shownWidth = (int) Math.round(lying ? height : width);
        int shownHeight = (int) Math.round(lying ? width : height);
        return new Shape(shownWidth, shownHeight);
    }

    private static int sideData(JsonNode video, String key) {
        for (JsonNode data : video.path("side_data_list")) {
            if (data.has(key)) {
                return data.path(key).asInt();
            }
        }
        return 0;
    }

    private static FrameRate rate(JsonNode video, Optional<FrameRate> counted) {
        Optional<FrameRate> average =
                FrameRate.parse(video.path("avg_frame_rate").asText());
        Optional<FrameRate> base = FrameRate.parse(video.path("r_frame_rate").asText());
        return OutputRate.of(average, base, counted);
    }

    static boolean isA(String kind, JsonNode stream) {
        return stream.path("codec_type").asText().equals(kind);
    }

    private static int disposition(JsonNode stream, String name) {
        return stream.path("disposition").path(name).asInt();
    }

    /** Matroska has no duration of a stream, but programs that write it leave one in a tag: {@code 00:01:02.500000000}. */
    private static OptionalLong toldByTag(JsonNode stream) {
        Matcher tag = TAG.matcher(stream.path("tags").path("DURATION").asText());
        if (!tag.matches()) {
            return OptionalLong.empty();
        }
        long minutes = Long.parseLong(tag.group(1)) * 60 + Long.parseLong(tag.group(2));
        return OptionalLong.of(minutes * 60_000_000
                + new BigDecimal(tag.group(3)).movePointRight(6).longValue());
    }

    static OptionalLong micros(JsonNode node, String key) {
        try {
            String seconds = node.path(key).asText();
            return seconds.isEmpty() || seconds.equals("N/A")
                    ? OptionalLong.empty()
                    : OptionalLong.of(new BigDecimal(seconds).movePointRight(6).longValue());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
