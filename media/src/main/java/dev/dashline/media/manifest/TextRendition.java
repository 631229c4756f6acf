package dev.dashline.media.manifest;

import java.util.Locale;
import java.util.Optional;

/**
 * A text track that was written: one WebVTT file.
 *
 * @param id names the rendition and its folder
 * @param language BCP 47 tag, if known
 * @param label what a player's menu shows; empty for the language's name
 * @param bytes size of the file
 */
public record TextRendition(String id, Optional<String> language, Optional<String> label, long bytes) {

    /** The HLS group of all text renditions. */
    static final String GROUP = "text";

    /** The name in a player's menu. */
    String name() {
        return label.or(() -> language.map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH)))
                .filter(name -> !name.isEmpty())
                // A quoted string of a playlist cannot contain a quotation mark.
                .map(name -> name.replace('"', '\''))
                .orElse("Subtitles");
    }

    /** Bits per second. */
    public long bandwidth(long durationMillis) {
        return Math.max(1, bytes * 8_000 / Math.max(1, durationMillis));
    }
}
