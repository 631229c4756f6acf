package dev.dashline.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.events.DeadlineClock;
import dev.dashline.ingest.video.Deadline;
import dev.dashline.schemas.RequestRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code publicationTimeout}, {@code deadline} and {@code deadlineClock}, and checks that they go together. */
final class DeadlineParser {

    static final String TIMEOUT = "publicationTimeout";
    static final String MOMENT = "deadline";
    static final String CLOCK = "deadlineClock";
    static final Set<String> FIELDS = new TreeSet<>(Set.of(TIMEOUT, MOMENT, CLOCK));

    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(RequestRules.MAX_TIMEOUT.toSeconds());
    private static final String TIMEOUT_RULE = "must be more than 0 and at most " + RequestRules.MAX_TIMEOUT.toDays()
            + " days, as an ISO-8601 duration such as PT5M or as a number of seconds";

    private DeadlineParser() {}

    static Deadline parse(Fields fields) {
        Optional<Duration> timeout = fields.value(TIMEOUT).flatMap(value -> timeout(fields, value));
        Optional<Instant> moment = fields.text(MOMENT).flatMap(text -> moment(fields, text));
        Optional<DeadlineClock> clock = fields.oneOf(CLOCK, DeadlineClock.class);
        if (fields.value(TIMEOUT).isPresent() && fields.value(MOMENT).isPresent()) {
            fields.wrong(MOMENT, "must not be given together with " + TIMEOUT);
        }
        if (clock.isPresent() && fields.value(TIMEOUT).isEmpty()) {
            fields.wrong(CLOCK, "must not be given without " + TIMEOUT);
        }
        return new Deadline(timeout, moment, clock.orElse(DeadlineClock.REQUESTED));
    }

    private static Optional<Duration> timeout(Fields fields, JsonNode value) {
        Optional<Duration> timeout = value.isNumber()
                ? seconds(value.decimalValue())
                : value.isTextual() ? iso(value.textValue()) : Optional.empty();
        Optional<Duration> valid =
                timeout.filter(given -> given.toMillis() > 0 && given.compareTo(RequestRules.MAX_TIMEOUT) <= 0);
        if (valid.isEmpty()) {
            fields.wrong(TIMEOUT, TIMEOUT_RULE);
        }
        return valid;
    }

    /** Compares before it converts, because a short text can be a number of a billion digits. */
    private static Optional<Duration> seconds(BigDecimal seconds) {
        if (seconds.signum() <= 0 || seconds.compareTo(MAX_SECONDS) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()));
    }

    private static Optional<Duration> iso(String text) {
        try {
            Duration duration = Duration.parse(text);
            return duration.compareTo(RequestRules.MAX_TIMEOUT) > 0 || duration.isNegative()
                    ? Optional.empty()
                    : Optional.of(duration);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(Fields fields, String text) {
        try {
            return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeParseException e) {
            fields.wrong(MOMENT, "must be an ISO-8601 instant such as 2026-01-31T12:00:00Z");
            return Optional.empty();
        }
    }
}
