package dev.dashline.schemas.storage;

import java.util.Locale;

/** What the segments of a rendition carry, as far as their media type tells. */
public enum TrackType {
    VIDEO,
    AUDIO;

    /** What takes the place of {@code {track}} in a media type. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
