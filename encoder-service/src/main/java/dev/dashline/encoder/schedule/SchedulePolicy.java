package dev.dashline.encoder.schedule;

import dev.dashline.events.Priority;
import java.time.Duration;

/**
 * How the queue is ordered, and when a task counts as lost.
 *
 * @param patience how long a video without a deadline may wait, by priority, beside what its size adds
 * @param stretch how much longer a video without a deadline may wait for each second of its work, in seconds
 * @param silence how long a worker may be silent before its tasks count as lost
 * @param pickUp how long a released task may be named by no worker although slots are free; longer than
 *     {@code silence}, so that it is known by then whether a worker has died with it
 * @param pause how long no heartbeat at all may come: a longer silence means that none could be heard
 * @param settling how long the result of a task that a worker has ended may take to arrive
 * @param aside when a worker takes no tasks for a while, because tasks fail there that others can do
 * @param straggling when a task is given to a second worker
 * @param givingWay when a task that runs goes back into the queue
 */
public record SchedulePolicy(
        Patience patience,
        double stretch,
        Duration silence,
        Duration pickUp,
        Duration pause,
        Duration settling,
        Aside aside,
        Straggling straggling,
        GivingWay givingWay) {

    public static final SchedulePolicy DEFAULT = new SchedulePolicy(
            new Patience(Duration.ZERO, Duration.ofMinutes(10), Duration.ofHours(2)),
            1,
            Duration.ofSeconds(3),
            Duration.ofMillis(3_500),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(30),
            new Aside(3, Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofMinutes(10)),
            new Straggling(2, 3, 4, Duration.ofSeconds(5)),
            new GivingWay(Duration.ofMinutes(10), 0.5, Duration.ofSeconds(2)));

    /**
     * When a worker takes no tasks for a while.
     *
     * @param wrongs of how many tasks others have to prove that they can be done
     * @param first how long it takes no tasks then; twice as long each time that it is proven wrong again right after
     * @param longest the longest time
     * @param memory how long it is remembered that a worker was wrong, or was put aside
     */
    public record Aside(int wrongs, Duration first, Duration longest, Duration memory) {}

    /**
     * When a task takes so long that an idle slot gets it as well.
     *
     * @param times after how many times what is expected, if some tasks of the same video have ended
     * @param known how many tasks these are
     * @param timesUnknown after how many times what is expected, if fewer have
     * @param least after what time at the earliest
     */
    public record Straggling(double times, int known, double timesUnknown, Duration least) {}

    /**
     * When a task of a video without a deadline gives its slot to a more urgent video.
     *
     * @param margin how much earlier the other one must be due
     * @param most what share of its expected time it may have run, so that little is lost
     * @param worth how long the other one would have to wait otherwise
     */
    public record GivingWay(Duration margin, double most, Duration worth) {}

    /** How long a video without a deadline may wait. */
    public record Patience(Duration high, Duration normal, Duration low) {

        Duration of(Priority priority) {
            return switch (priority) {
                case HIGH -> high;
                case NORMAL -> normal;
                case LOW -> low;
            };
        }
    }
}
