package dev.dashline.media.text;

import java.util.Locale;

/**
 * A text with the times of its display.
 *
 * @param startMillis time in the video
 * @param endMillis time in the video, after startMillis
 * @param settings WebVTT's cue settings: the position on the screen; empty for the default
 * @param text in WebVTT's syntax, of one line or more
 */
public record Cue(long startMillis, long endMillis, String settings, String text) {

    /** A time in WebVTT's syntax: {@code 01:02:03.456}. */
    public static String timestamp(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1_000 % 60,
                millis % 1_000);
    }
}
