package dev.dashline.encoder.schedule;

import dev.dashline.schemas.Lane;
import java.time.Duration;

/**
 * What was seen of late in one lane: how long tasks take, beside what was predicted, and how long a released task takes
 * to reach a free slot. Newer observations count more. Not thread-safe.
 */
final class Pace {

    private static final Duration FIRST_HOP = Duration.ofMillis(50);
    private static final double NEWEST = 0.05;
    /** Tasks of a video come together and are off by the same, so that it takes many to know the average. */
    private static final double NEWEST_WORK = 0.002;
    /** How many tasks count as much as the guess that predictions are right. */
    private static final double WEIGHT_OF_GUESS = 10;
    /** How many tasks of one video count as much as all that was seen of others. */
    private static final double WEIGHT_OF_OTHERS = 3;

    private static final double WEIGHT_OF_OTHERS_IN_FORECAST = 0.5;

    private static final double LONGEST_WAIT = 0.5;
    private static final double DEVIATIONS_OF_HOP = 3;
    private static final double DEVIATIONS_OF_WAIT = 2.33;
    /** One in so many tasks takes longer than {@link #longTask}. */
    private static final double LONG_TASKS = 200;

    private static final double LONG_STEP = 0.5;

    private final Correction correction = Correction.ofLate(NEWEST_WORK);
    private double taskSeconds;
    private double hopSeconds;
    private double longSeconds;

    /** Before any task was seen. */
    static Pace of(Lane lane) {
        return new Pace(Duration.ofSeconds(lane == Lane.ENCODE ? 10 : 1), FIRST_HOP);
    }

    /**
     * @param task how long a task takes before any was seen
     * @param hop how long a released task takes to reach a slot before any was seen
     */
    Pace(Duration task, Duration hop) {
        this.taskSeconds = task.toMillis() / 1_000.0;
        this.longSeconds = taskSeconds;
        this.hopSeconds = hop.toMillis() / 1_000.0;
    }

    /** A task took so long; {@code predictedMillis} were predicted, 0 if nothing was. */
    void took(Duration time, long predictedMillis) {
        double seconds = Math.max(0.001, time.toMillis() / 1_000.0);
        taskSeconds += NEWEST * (seconds - taskSeconds);
        double step = seconds > longSeconds ? 1 - 1 / LONG_TASKS : -1 / LONG_TASKS;
        longSeconds *= Math.exp(LONG_STEP * step);
        correction.took(time, predictedMillis, correction());
    }

    /** A task was released while a slot was free, and a worker named it after this time. */
    void reached(Duration time) {
        hopSeconds += NEWEST * (Math.min(LONGEST_WAIT, time.toMillis() / 1_000.0) - hopSeconds);
    }

    /** By what predictions have to be multiplied to be right on average. */
    double correction() {
        return correction.factor(1, WEIGHT_OF_GUESS);
    }

    /** The same for a video of which something was seen: the more was, the more it counts. */
    double correction(Correction ofVideo) {
        return ofVideo.factor(correction(), WEIGHT_OF_OTHERS);
    }

    /** The same where haste does no harm: a few tasks of the video say more than all that was seen of others. */
    double forecast(Correction ofVideo) {
        return ofVideo.factor(correction(), WEIGHT_OF_OTHERS_IN_FORECAST);
    }

    /** How long a task of a video should take that was predicted to take so long. */
    Duration expected(long predictedMillis, Correction ofVideo) {
        return Duration.ofMillis(Math.round(predictedMillis * correction(ofVideo)));
    }

    /** How many of so many slots become free within this time, as tasks took on average. */
    double freeWithin(int slots, Duration time) {
        return slots * time.toMillis() / 1_000.0 / Math.max(0.001, taskSeconds);
    }

    /** What only a few tasks take longer than, half a percent. */
    Duration longTask() {
        return Duration.ofMillis(Math.round(1_000 * longSeconds));
    }

    /**
     * How many tasks to release beyond the free slots, so that a slot that becomes free need not wait for the
     * scheduler. An urgent task waits behind them, but seldom for more than half a second: so there are none for a few
     * slots with long tasks.
     *
     * @param predictedMillis how long those take, on average, that were released and have not reached a slot
     */
    int ahead(int slots, long predictedMillis) {
        // Tasks that are longer than those before them must not be released as if they were as short.
        double likely = Math.max(0.001, predictedMillis * correction() / 1_000);
        return (int) Math.min(ahead(slots), LONGEST_WAIT * slots / likely);
    }

    private int ahead(int slots) {
        double perSecond = slots / Math.max(0.001, taskSeconds);
        double inHop = perSecond * hopSeconds;
        double enough = Math.ceil(inHop + DEVIATIONS_OF_HOP * Math.sqrt(inHop));
        // In 99 of 100 cases at least as many slots become free in that time, if they do so independently.
        double inWait = perSecond * (LONGEST_WAIT - hopSeconds);
        double most = Math.floor(inWait - DEVIATIONS_OF_WAIT * Math.sqrt(inWait));
        return (int) Math.max(0, Math.min(enough, most));
    }
}
