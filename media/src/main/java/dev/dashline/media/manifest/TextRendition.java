package dev.dashline.media.manifest;

import java.util.Locale;
import java.util.Optional;

/**
 * A text track as it was written: one WebVTT file.
 *
 * @param id names it and its folder
 * @param language BCP 47 tag, if known
 * @param label what a player's menu shows, if it is told
 * @param bytes size of the file
 */
public record TextRendition(String id, Optional<String> language, Optional<String> label, long bytes) {

    /** Names the group that all of them are in, in HLS. */
    static final String GROUP = "text";

    /** What its file is called. */
    public static final String FILE = "text.vtt";

    /** For a menu. */
    String name() {
        return label.or(() -> language.map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH)))
                .filter(name -> !name.isEmpty())
                // A playlist has no way to write one within a name.
                .map(name -> name.replace('"', '\''))
                .orElse("Subtitles");
    }

    /** Bits per second. */
    public long bandwidth(long durationMillis) {
        return Math.max(1, bytes * 8_000 / Math.max(1, durationMillis));
    }
}
