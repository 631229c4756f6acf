package dev.dashline.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads moments and spans of time, to the millisecond. */
final class Times {

    private Times() {}

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
                return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MILLIS));
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
