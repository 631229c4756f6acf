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
 * Whether a stream thread that died is replaced, and after how long. What it depends on may be away for as long as it
 * likes: broker and registry come back. Any other fault may be a bug, and is given so many tries within so much time.
 * Thread-safe.
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
     * @param tries how many deaths within {@code within} are borne, those by outages not counted
     * @param within after this long a death is forgotten
     */
    RestartPolicy(int tries, Duration within, Clock clock) {
        this.tries = tries;
        this.within = within;
        this.clock = clock;
    }

    /** How long to wait before a thread takes the place of the one that died; empty to give up. */
    synchronized Optional<Duration> afterDeathBy(Throwable cause) {
        Instant now = clock.instant();
        if (!isOutage(cause)) {
            faults.add(now);
        }
        faults.removeIf(fault -> fault.isBefore(now.minus(within)));
        boolean calm = lastDeath.isBefore(now.minus(LONGEST_WAIT.multipliedBy(4)));
        lastDeath = now;
        lastWait = calm ? FIRST_WAIT : shorter(lastWait.multipliedBy(2), LONGEST_WAIT);
        return faults.size() > tries ? Optional.empty() : Optional.of(lastWait);
    }

    /** Whether the cause lies with what this process depends on. */
    static boolean isOutage(Throwable cause) {
        return EventSerdes.isRetriable(cause);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
