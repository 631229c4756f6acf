package dev.dashline.cli.feed;

import java.time.Duration;
import java.util.Optional;

/** How long to wait before the same is tried again: as long as one was told to, or else longer each time. For one thread. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration pause = FIRST;

    /**
     * The pause before the next try.
     *
     * @param told as the service said, if it did
     */
    public Duration next(Optional<Duration> told) {
        Duration now = pause;
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return told.orElse(now);
    }
}
