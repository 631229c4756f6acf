package dev.dashline.encoder.schedule;

import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds tasks of long videos that give their slots to far more urgent ones, and go back into the queue. Only tasks that
 * have just begun do, and only if it would take some time until a slot becomes free anyway. Not thread-safe.
 */
final class GivingWay {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final SchedulePolicy.GivingWay policy;
    private final OpenVideos videos;
    private final Workers workers;
    private Instant lookedAt = Instant.MIN;

    /**
     * A task that may give way.
     *
     * @param ran for how long it has run
     */
    private record Candidate(ReleasedTask task, VideoQueue video, Duration ran) {

        /** The least urgent first, and of these the one that has run for the shortest time. */
        static final Comparator<Candidate> ORDER = Comparator.comparing(Candidate::due, Comparator.reverseOrder())
                .thenComparing(Candidate::ran)
                .thenComparing(candidate -> candidate.task().task().toString());

        Instant due() {
            return video.due();
        }

        ReleasedTask giveWay() {
            task.giveWay();
            video.givesWay(task.task().taskId());
            return task;
        }
    }

    GivingWay(SchedulePolicy policy, OpenVideos videos, Workers workers) {
        this.policy = policy.givingWay();
        this.videos = videos;
        this.workers = workers;
    }

    /**
     * Those that are to stop now. Each is returned once.
     *
     * @param encoding the tasks that encode
     */
    List<ReleasedTask> find(ReleasedLane encoding, Instant now) {
        if (videos.lane(Lane.ENCODE).tasks() == 0
                || (!lookedAt.equals(Instant.MIN) && now.isBefore(lookedAt.plus(LOOK_EVERY)))) {
            return List.of();
        }
        lookedAt = now;
        int slots = workers.slots(Lane.ENCODE).all();
        long coming = encoding.givingWay() + Math.round(encoding.pace().freeWithin(slots, policy.worth()));
        List<Instant> wanted =
                videos.lane(Lane.ENCODE).dueInTurn(slots).skip(coming).toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Candidate> candidates = candidates(encoding, now)
                .sorted(Candidate.ORDER)
                .limit(wanted.size())
                .toList();
        List<ReleasedTask> stopped = new ArrayList<>();
        for (int place = 0; place < candidates.size() && isWorth(candidates.get(place), wanted.get(place)); place++) {
            stopped.add(candidates.get(place).giveWay());
        }
        return stopped;
    }

    private boolean isWorth(Candidate candidate, Instant wanted) {
        return candidate.due().isAfter(wanted.plus(policy.margin()));
    }

    private Stream<Candidate> candidates(ReleasedLane encoding, Instant now) {
        return encoding.all()
                .filter(task -> task.isRunning() && !task.givesWay())
                .flatMap(task -> videos
                        .find(task.task().videoId())
                        .filter(video -> !video.hasDeadline()
                                && !video.gaveWay(task.task().taskId()))
                        .filter(video -> hasJustBegun(task, video, encoding.pace(), now))
                        .map(video ->
                                new Candidate(task, video, task.tookUntil(now).orElseThrow()))
                        .stream());
    }

    private boolean hasJustBegun(ReleasedTask task, VideoQueue video, Pace pace, Instant now) {
        Duration expected = pace.expected(task.workMillis(), video.correction());
        return task.tookUntil(now)
                .filter(ran -> ran.toMillis() <= policy.most() * expected.toMillis()
                        && expected.minus(ran).compareTo(policy.worth()) > 0)
                .isPresent();
    }
}
