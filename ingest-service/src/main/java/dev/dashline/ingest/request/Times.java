package dev.dashline.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads moments and spans of time, to the millisecond. */
public final class Times {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    /** As far as RFC 3339 goes; a few million years later a moment is no number of milliseconds any more. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Times() {}

    /**
     * Reads a moment from the text of its ISO-8601 form.
     *
     * @throws DateTimeParseException if it is none, or not in the years that RFC 3339 has
     */
    public static Instant instant(String text) {
        Instant moment = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        if (moment.isAfter(LAST) || moment.isBefore(FIRST)) {
            throw new DateTimeParseException("not in the years 0000 to 9999", text, 0);
        }
        return moment;
    }

    /** A span that is longer than nothing and not longer than {@code most}; empty if there is none that is valid. */
    static Optional<Duration> span(Fields fields, String name, Duration most) {
        return fields.value(name).flatMap(value -> {
            Optional<Duration> given = value.isNumber()
                    ? seconds(value.decimalValue(), most)
                    : value.isTextual() ? iso(value) : Optional.empty();
            Optional<Duration> valid = given.filter(span -> span.compareTo(most) <= 0 && span.toMillis() > 0);
            if (valid.isEmpty()) {
                fields.wrong(
                        name,
                        "must be more than 0 and at most " + most.toDays()
                                + " days, as an ISO-8601 duration such as PT5M or as a number of seconds");
            }
            return valid;
        });
    }

    /** A moment; empty if there is none that is valid. */
    static Optional<Instant> moment(Fields fields, String name) {
        return fields.text(name).flatMap(text -> {
            try {
                return Optional.of(instant(text));
            } catch (DateTimeParseException e) {
                fields.wrong(name, "must be an ISO-8601 instant such as 2026-01-31T12:00:00Z");
                return Optional.empty();
            }
        });
    }

    /** Compares before it converts, because a short text can be a number of a billion digits. */
    private static Optional<Duration> seconds(BigDecimal seconds, Duration most) {
        boolean possible = seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(most.toSeconds())) <= 0;
        return possible
                ? Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()))
                : Optional.empty();
    }

    private static Optional<Duration> iso(JsonNode text) {
        try {
            return Optional.of(Duration.parse(text.textValue())).filter(span -> !span.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
