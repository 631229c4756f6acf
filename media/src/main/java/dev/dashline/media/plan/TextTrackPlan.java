package dev.dashline.media.plan;

import java.net.URI;
import java.util.Optional;

/**
 * One text rendition: subtitles.
 *
 * @param id names the rendition and its folder, such as {@code t0}
 * @param origin where the text is
 * @param language BCP 47 tag, if known
 * @param label what a player's menu shows; empty for the language's own name
 */
public record TextTrackPlan(String id, Origin origin, Optional<String> language, Optional<String> label) {

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
