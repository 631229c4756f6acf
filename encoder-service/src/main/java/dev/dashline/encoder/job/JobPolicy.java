package dev.dashline.encoder.job;

import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.time.Instant;

/**
 * How patient the coordinator is.
 *
 * @param window how many tasks of one video may be in the queue or running at a time, so that a long video does not keep
 *     a short one waiting behind all of its chunks
 * @param triesPerTask how often one task is tried in all
 * @param failuresPerVideo how many failed tries one attempt may have over all its tasks, those of lost workers not counted: many may be
 *     lost at one moment
 * @param firstBackoff wait before the second try; each further wait is four times as long
 * @param silence how long a running task's worker may say nothing, while it is listened to, before the task counts as lost
 * @param queueing how long after a task was issued it is first looked for in its queue; later looks come as its age doubles, but at
 *     least every three times this
 * @param memory how long an ended attempt is remembered: as long as there may be requests for it, which would be encoded once more
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

    /** When to look for a task in its queue once more. */
    Instant nextLook(Instant issuedAt, Instant now) {
        Duration age = Duration.between(issuedAt, now);
        Duration longest = queueing.multipliedBy(3);
        Duration wait = age.compareTo(queueing) < 0 ? queueing : age.compareTo(longest) > 0 ? longest : age;
        return now.plus(wait);
    }

    /**
     * The wait before a try, exponential with jitter. The jitter comes from {@code seed} and not from chance, so that the
     * coordinator decides the same when it processes a record again.
     *
     * @param failures how many tries of the task have failed, from 1
     */
    Duration backoff(int failures, int seed) {
        Duration base = firstBackoff.multipliedBy(1L << (2 * (failures - 1)));
        long jitterPercent = Math.floorMod(seed, 50);
        return base.plus(base.multipliedBy(jitterPercent).dividedBy(100));
    }
}
