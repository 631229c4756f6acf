package dev.dashline.encoder.job;

import dev.dashline.schemas.Topics;
import java.time.Duration;

/**
 * How often a task is tried.
 *
 * @param triesPerTask how many tries of one task may fail; those that failed because the object store was away do not
 *     count
 * @param firstBackoff the wait before the second try; each further wait is four times as long
 * @param longestBackoff the longest wait, but for jitter: so long work stands still after a store has come back
 * @param secondWord the wait before another process is asked whether it fails, too, if the cause may lie with a machine
 * @param outage how long the object store may be away before a task fails
 * @param memory how long an ended attempt is remembered: as long as a request for it may be read again, which would
 *     encode it once more
 */
public record JobPolicy(
        int triesPerTask,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration secondWord,
        Duration outage,
        Duration memory) {

    public static final JobPolicy DEFAULT = new JobPolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofMillis(500),
            Duration.ofHours(1),
            Topics.VIDEO_REQUESTED.retention());

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait before a try, exponential with jitter. The jitter comes from {@code seed} and not from chance, so that
     * the coordinator decides the same when it processes a record again.
     *
     * @param failures how many tries of the task have failed, from 1
     */
    Duration backoff(int failures, int seed) {
        Duration grown = firstBackoff.multipliedBy(1L << Math.min(MOST_DOUBLINGS, 2 * (failures - 1)));
        Duration base = grown.compareTo(longestBackoff) < 0 ? grown : longestBackoff;
        long jitterPercent = Math.floorMod(seed, 50);
        return base.plus(base.multipliedBy(jitterPercent).dividedBy(100));
    }
}
