package dev.dashline.ingest.request;

import dev.dashline.events.DeadlineClock;
import dev.dashline.ingest.video.Deadline;
import dev.dashline.schemas.RequestRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code publicationTimeout}, {@code deadline} and {@code deadlineClock}, and checks that they go together. */
final class DeadlineParser {

    static final String TIMEOUT = "publicationTimeout";
    static final String MOMENT = "deadline";
    static final String CLOCK = "deadlineClock";
    static final Set<String> FIELDS = new TreeSet<>(Set.of(TIMEOUT, MOMENT, CLOCK));

    private DeadlineParser() {}

    static Deadline parse(Fields fields) {
        Optional<Duration> timeout = Times.span(fields, TIMEOUT, RequestRules.MAX_TIMEOUT);
        Optional<Instant> moment = Times.moment(fields, MOMENT);
        Optional<DeadlineClock> clock = fields.oneOf(CLOCK, DeadlineClock.class);
        if (fields.value(TIMEOUT).isPresent() && fields.value(MOMENT).isPresent()) {
            fields.wrong(MOMENT, "must not be given together with " + TIMEOUT);
        }
        if (clock.isPresent() && fields.value(TIMEOUT).isEmpty()) {
            fields.wrong(CLOCK, "must not be given without " + TIMEOUT);
        }
        return new Deadline(timeout, moment, clock.orElse(DeadlineClock.REQUESTED));
    }
}
