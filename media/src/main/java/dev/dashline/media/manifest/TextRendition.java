package dev.dashline.media.manifest;

import dev.dashline.media.tag.TrackTags;

/**
 * A text track that was written: one WebVTT file.
 *
 * @param id names the rendition and its folder
 * @param tags for who chooses a track
 * @param bytes size of the file
 */
public record TextRendition(String id, TrackTags tags, long bytes) {

    /** The HLS group of all text renditions. */
    static final String GROUP = "text";

    /** The name in a player's menu. */
    String name() {
        return new Purpose(tags).name("Subtitles");
    }

    /** Bits per second. */
    public long bandwidth(long durationMillis) {
        return Math.max(1, bytes * 8_000 / Math.max(1, durationMillis));
    }
}
