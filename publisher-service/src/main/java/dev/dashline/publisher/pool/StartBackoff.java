package dev.dashline.publisher.pool;

import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.time.Instant;

/**
 * When the next publisher may be started: after a pause that doubles with each start in a row that failed.
 *
 * @param failures starts that failed since the last that did not
 */
record StartBackoff(int failures, Instant next) {

    static final StartBackoff NONE = new StartBackoff(0, Instant.MIN);

    private static final Backoff PAUSES =
            Backoff.between(Duration.ofMillis(400), Duration.ofMillis(6_400)).withoutJitter();

    StartBackoff failed(Instant now) {
        int more = failures + 1;
        return new StartBackoff(more, now.plus(PAUSES.after(more)));
    }

    StartBackoff succeeded() {
        return new StartBackoff(0, next);
    }

    boolean allows(Instant now) {
        return !now.isBefore(next);
    }
}
