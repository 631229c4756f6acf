package dev.dashline.encoder.job;

import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.time.Instant;

/**
 * How often a task is tried and how long a worker may be silent.
 *
 * @param window how many tasks of one video may be queued or running at a time, so that a long video does not keep a
 *     short one waiting behind all of its chunks
 * @param triesPerTask how often one task is tried in all
 * @param failuresPerVideo how many tries of one attempt may fail over all its tasks; tries of lost workers do not
 *     count, since many workers may be lost at once
 * @param firstBackoff the wait before the second try; each further wait is four times as long
 * @param silence how long the worker of a running task may report nothing, while its reports would be read, before the
 * task counts as lost
 * @param queueing how long after a task was issued to look for it in its queue first; the wait grows with the task's
 * age up to three times this
 * @param memory how long an ended attempt is remembered: as long as a request for it may be read again, which would
 * encode it once more
 */
public record JobPolicy(
        int window,
        int triesPerTask,
        int failuresPerVideo,
        Duration firstBackoff,
        Duration silence,
        Duration queueing,
        Duration memory) {

    public static final JobPolicy DEFAULT = new JobPolicy(
            32,
            3,
            20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Topics.VIDEO_REQUESTED.retention());

    /**
     * When to look for a task in its queue next: as long from now as it has been there, within the limits of {@code
     * queueing}.
     */
    Instant nextLook(Instant issuedAt, Instant now) {
        Duration age = Duration.between(issuedAt, now);
        Duration longest = queueing.multipliedBy(3);
        Duration wait = age.compareTo(queueing) < 0 ? queueing : age.compareTo(longest) > 0 ? longest : age;
        return now.plus(wait);
    }

    /**
     * The wait before a try, exponential with jitter. The jitter comes from {@code seed} and not from chance, so that
     * the coordinator decides the same when it processes a record again.
     *
     * @param failures how many tries of the task have failed, from 1
     */
    Duration backoff(int failures, int seed) {
        Duration base = firstBackoff.multipliedBy(1L << (2 * (failures - 1)));
        long jitterPercent = Math.floorMod(seed, 50);
        return base.plus(base.multipliedBy(jitterPercent).dividedBy(100));
    }
}
