package dev.dashline.media.plan;

import dev.dashline.media.tag.TrackTags;
import java.net.URI;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One text rendition: subtitles.
 *
 * @param id names the rendition and its folder, such as {@code t0}
 * @param origin where the text is
 * @param tags for who chooses a track
 */
public record TextTrackPlan(String id, Origin origin, TrackTags tags) {

    private static final Set<String> CAPTIONED = Set.of("h264", "hevc", "mpeg2video");

    /** Where a text is. */
    public sealed interface Origin {}

    /**
     * A stream of the source.
     *
     * @param stream its index
     */
    public record Embedded(int stream) implements Origin {}

    /**
     * Captions in the pictures of the source (CEA-608).
     *
     * @param stream index of the pictures
     * @param codec of the pictures, as FFmpeg names it: one that {@link #mayHaveCaptions} takes
     */
    public record Captions(int stream, String codec) implements Origin {}

    /** A WebVTT or SubRip file. */
    public record File(URI uri) implements Origin {}

    /** Whether captions can be read out of pictures of a codec, by FFmpeg's name. */
    public static boolean mayHaveCaptions(String codec) {
        return CAPTIONED.contains(codec);
    }

    /** The stream of the source that has the text, or the pictures with the captions; empty for a file. */
    public OptionalInt stream() {
        if (origin instanceof Embedded embedded) {
            return OptionalInt.of(embedded.stream());
        }
        return origin instanceof Captions captions ? OptionalInt.of(captions.stream()) : OptionalInt.empty();
    }

    /** Whether the text is a stream of the source. */
    public boolean isEmbedded() {
        return origin instanceof Embedded;
    }
}
