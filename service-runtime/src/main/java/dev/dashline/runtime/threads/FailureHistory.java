package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The recent failures of one loop. They determine how long the loop pauses, and when it has failed too often. For use
 * by one thread.
 *
 * <p>Counts failures within a time window rather than in a row, so that a loop whose rounds alternately fail and
 * succeed also pauses longer.
 */
final class FailureHistory {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int LONGEST_AFTER = 8;
    /** Older failures do not lengthen the pause. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final FailureLimit limit;
    private final Deque<Long> nanos = new ArrayDeque<>();

    FailureHistory(FailureLimit limit) {
        this.limit = limit;
    }

    /**
     * Records a failure.
     *
     * @param now nanoseconds of a monotonic clock
     * @return the pause before the next round; empty if there were more failures than the limit allows
     */
    Optional<Duration> failed(long now) {
        nanos.addLast(now);
        while (now - nanos.getFirst() > limit.within().toNanos()) {
            nanos.removeFirst();
        }
        if (nanos.size() > limit.failures()) {
            return Optional.empty();
        }
        long recent =
                nanos.stream().filter(then -> now - then <= RECENT.toNanos()).count();
        return Optional.of(pauseAfter(recent));
    }

    private static Duration pauseAfter(long failures) {
        return failures >= LONGEST_AFTER ? LONGEST_PAUSE : FIRST_PAUSE.multipliedBy(1L << (failures - 1));
    }
}
