package dev.dashline.encoder.schedule;

import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Finds tasks that take far longer than predicted while slots are idle and nothing waits: on a second worker they may
 * be done sooner. Not thread-safe.
 */
final class Stragglers {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final SchedulePolicy.Straggling policy;
    private final OpenVideos videos;
    private final Workers workers;
    private Instant lookedAt = Instant.MIN;

    Stragglers(SchedulePolicy policy, OpenVideos videos, Workers workers) {
        this.policy = policy.straggling();
        this.videos = videos;
        this.workers = workers;
    }

    /**
     * Those that no other call has returned, the longest first, and no more than there are idle slots. Looks once a
     * second at most, since it looks at all tasks that run.
     *
     * @param encoding the tasks that encode
     */
    List<ReleasedTask> find(ReleasedLane encoding, Instant now) {
        int idle = workers.slots(Lane.ENCODE).free() - encoding.unnamed();
        if (idle <= 0
                || videos.lane(Lane.ENCODE).tasks() > 0
                || (!lookedAt.equals(Instant.MIN) && now.isBefore(lookedAt.plus(LOOK_EVERY)))) {
            return List.of();
        }
        lookedAt = now;
        List<ReleasedTask> slow = encoding.all()
                .filter(task ->
                        isSlow(task, encoding.pace(), now) && workers.haveFreeBeside(task.worker(), Lane.ENCODE))
                .sorted(Comparator.comparing(task -> task.tookUntil(now).orElseThrow(), Comparator.reverseOrder()))
                .limit(idle)
                .toList();
        slow.forEach(ReleasedTask::reportSlow);
        return slow;
    }

    private boolean isSlow(ReleasedTask task, Pace pace, Instant now) {
        return task.isRunning()
                && !task.isReportedSlow()
                && task.workMillis() > 0
                && videos.find(task.task().videoId())
                        .filter(video -> task.tookUntil(now)
                                .filter(time -> time.compareTo(longest(task, video, pace)) > 0)
                                .isPresent())
                        .isPresent();
    }

    /** After what time a task counts as slow. What was seen of its own video tells best how long it should take. */
    private Duration longest(ReleasedTask task, VideoQueue video, Pace pace) {
        boolean known = video.correction().count() >= policy.known();
        double times = known ? policy.times() : policy.timesUnknown();
        long expected = pace.expected(task.workMillis(), video.correction()).toMillis();
        Duration longest = Duration.ofMillis(Math.round(times * expected));
        return longest.compareTo(policy.least()) > 0 ? longest : policy.least();
    }
}
