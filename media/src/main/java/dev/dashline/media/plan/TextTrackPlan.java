package dev.dashline.media.plan;

import dev.dashline.media.tag.TrackTags;
import java.net.URI;

/**
 * One text rendition: subtitles.
 *
 * @param id names the rendition and its folder, such as {@code t0}
 * @param origin where the text is
 * @param tags for who chooses a track
 */
public record TextTrackPlan(String id, Origin origin, TrackTags tags) {

    /** Where a text is. */
    public sealed interface Origin {}

    /**
     * A stream of the source.
     *
     * @param stream its index
     */
    public record Embedded(int stream) implements Origin {}

    /** A WebVTT or SubRip file. */
    public record File(URI uri) implements Origin {}

    /** Whether the text is a stream of the source. */
    public boolean isEmbedded() {
        return origin instanceof Embedded;
    }
}
