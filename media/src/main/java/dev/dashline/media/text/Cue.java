package dev.dashline.media.text;

import java.util.Locale;

/**
 * A text and when it is shown.
 *
 * @param startMillis of the video
 * @param endMillis of the video, after that
 * @param settings where on the screen, as WebVTT writes it; empty for where players put it
 * @param text as WebVTT writes it, of one line or more
 */
public record Cue(long startMillis, long endMillis, String settings, String text) {

    /** A time as WebVTT writes it: {@code 01:02:03.456}. */
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
