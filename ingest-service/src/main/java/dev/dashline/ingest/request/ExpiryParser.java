package dev.dashline.ingest.request;

import dev.dashline.ingest.video.Expiry;
import dev.dashline.schemas.RequestRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code expiresAt} and {@code expiresAfter}, of which one may be given. */
final class ExpiryParser {

    static final String MOMENT = "expiresAt";
    static final String AFTER = "expiresAfter";
    static final Set<String> FIELDS = new TreeSet<>(Set.of(MOMENT, AFTER));

    private ExpiryParser() {}

    static Expiry parse(Fields fields) {
        Optional<Instant> moment = Times.moment(fields, MOMENT);
        Optional<Duration> after = Times.span(fields, AFTER, RequestRules.MAX_LIFE);
        if (fields.value(MOMENT).isPresent() && fields.value(AFTER).isPresent()) {
            fields.wrong(MOMENT, "must not be given together with " + AFTER);
        }
        return new Expiry(moment, after);
    }
}
