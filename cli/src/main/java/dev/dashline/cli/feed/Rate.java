package dev.dashline.cli.feed;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The highest rate at which requests are submitted.
 *
 * @param interval shortest time from one request to the next; empty for no limit
 */
public record Rate(Optional<Duration> interval) {

    public static final Rate UNLIMITED = new Rate(Optional.empty());

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)/([smh])");
    private static final double NANOS = 1e9;

    /**
     * Reads {@code 2/s}, {@code 30/m}, {@code 0.5/h} or {@code max}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Rate parse(String text) {
        if (text.equals("max")) {
            return UNLIMITED;
        }
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is no rate such as 2/s, 30/m or max");
        }
        Duration unit = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        double nanos = unit.toSeconds() * NANOS / Double.parseDouble(matcher.group(1));
        return new Rate(Optional.of(Duration.ofNanos(Math.round(nanos))));
    }

    /** How many a minute, rounded up; 0 if that is not known. */
    public int perMinute() {
        return interval.map(time -> (int) Math.ceil(Duration.ofMinutes(1).toNanos() / (double) time.toNanos()))
                .orElse(0);
    }
}
