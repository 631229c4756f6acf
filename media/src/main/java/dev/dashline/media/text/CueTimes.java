package dev.dashline.media.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line with the times of a cue, in WebVTT or SubRip.
 *
 * @param settings what follows the times
 */
record CueTimes(long startMillis, long endMillis, String settings) {

    private static final String TIME = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
    private static final Pattern LINE = Pattern.compile("\\s*" + TIME + "\\s*-->\\s*" + TIME + "(?:\\s+(.*))?");
    private static final int FIELDS = 4;

    /** Reads a line; empty if it has no times. */
    static Optional<CueTimes> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String settings = matcher.group(2 * FIELDS + 1);
        return Optional.of(new CueTimes(
                millis(matcher, 1), millis(matcher, 1 + FIELDS), settings == null ? "" : settings.strip()));
    }

    private static long millis(Matcher matcher, int group) {
        String hours = matcher.group(group);
        long seconds = (hours == null ? 0 : Long.parseLong(hours) * 3_600)
                + Long.parseLong(matcher.group(group + 1)) * 60
                + Long.parseLong(matcher.group(group + 2));
        // A fraction of one to three digits.
        String millis = (matcher.group(group + 3) + "00").substring(0, 3);
        return seconds * 1_000 + Long.parseLong(millis);
    }
}
