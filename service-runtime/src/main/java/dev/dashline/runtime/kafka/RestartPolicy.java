package dev.dashline.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Decides whether a stream thread that died is replaced, and after how long. Outages of a broker or the registry may
 * last any time, since both come back. Any other fault may be a bug, so only a limited number of such faults is
 * tolerated within a time window. Thread-safe.
 */
final class RestartPolicy {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final int tries;
    private final Duration within;
    private final Clock clock;

    @GuardedBy("this")
    private final Deque<Instant> faults = new ArrayDeque<>();

    @GuardedBy("this")
    private Instant lastDeath = Instant.MIN;

    @GuardedBy("this")
    private Duration lastWait = Duration.ZERO;

    /**
     * @param tries how many deaths are tolerated within {@code within}; outages do not count
     * @param within how long a death counts
     */
    RestartPolicy(int tries, Duration within, Clock clock) {
        this.tries = tries;
        this.within = within;
        this.clock = clock;
    }

    /** How long to wait before replacing the dead thread; empty to give up. */
    synchronized Optional<Duration> afterDeathBy(Throwable cause) {
        Instant now = clock.instant();
        if (!EventSerdes.isRetriable(cause)) {
            faults.add(now);
        }
        faults.removeIf(fault -> fault.isBefore(now.minus(within)));
        boolean calm = lastDeath.isBefore(now.minus(LONGEST_WAIT.multipliedBy(4)));
        lastDeath = now;
        lastWait = calm ? FIRST_WAIT : shorter(lastWait.multipliedBy(2), LONGEST_WAIT);
        return faults.size() > tries ? Optional.empty() : Optional.of(lastWait);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
