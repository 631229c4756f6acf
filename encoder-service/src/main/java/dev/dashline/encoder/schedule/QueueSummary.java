package dev.dashline.encoder.schedule;

import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What waits and runs at one moment.
 *
 * @param workers processes that take tasks
 * @param predictedLate open videos that cannot all be in time
 * @param videos the open videos in the order in which their turn comes, the first ones
 */
public record QueueSummary(int workers, Map<Lane, InLane> lanes, int predictedLate, List<OfVideo> videos) {

    /** More are not told of one by one. */
    private static final int MOST_VIDEOS = 200;

    /**
     * One video.
     *
     * @param due when it should be encoded
     * @param waiting tasks that no worker has begun
     * @param running tasks that a worker runs
     * @param workMillis slot time that is left of its encoding, milliseconds
     * @param endsIn when it will be encoded, if all slots work on what goes before it, and then on it; empty if there
     *     are none
     */
    public record OfVideo(
            String videoId,
            VideoDemand demand,
            VideoTurn turn,
            Instant due,
            int waiting,
            int running,
            long workMillis,
            Optional<Duration> endsIn) {

        /** Whether it is too late when it is due. */
        public boolean hasDeadline() {
            return demand.deadline().isPresent();
        }
    }

    /**
     * One lane.
     *
     * @param waiting tasks that no worker has begun
     * @param running tasks that a worker runs
     * @param slots tasks that all workers can run at a time
     * @param oldestReadyAt since when the oldest waiting task waits; empty if none does
     * @param workMillis slot time that is left of all this as predicted, milliseconds
     */
    public record InLane(long waiting, long running, int slots, Optional<Instant> oldestReadyAt, long workMillis) {

        static InLane of(LaneQueue waiting, ReleasedLane released, int slots, double workMillis) {
            return new InLane(
                    waiting.tasks() + released.unnamed(),
                    released.count() - released.unnamed(),
                    slots,
                    earlier(waiting.oldest(), released.oldestUnnamed()),
                    Math.round(workMillis));
        }

        private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
            return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
        }
    }

    static QueueSummary of(OpenVideos videos, Map<Lane, ReleasedLane> released, Workers workers, Instant now) {
        Map<Lane, InLane> lanes = new EnumMap<>(Lane.class);
        released.forEach((lane, tasks) -> lanes.put(
                lane,
                InLane.of(videos.lane(lane), tasks, workers.slots(lane).all(), videos.leftMillis(lane, tasks, now))));
        return new QueueSummary(workers.taking(), lanes, videos.predictedLate(), list(videos, released, workers, now));
    }

    private static List<OfVideo> list(
            OpenVideos videos, Map<Lane, ReleasedLane> released, Workers workers, Instant now) {
        int slots = workers.slots(Lane.ENCODE).all();
        ReleasedLane encoding = Objects.requireNonNull(released.get(Lane.ENCODE));
        List<OfVideo> list = new ArrayList<>();
        double before = 0;
        for (VideoQueue video : videos.inTurn(MOST_VIDEOS)) {
            double left = videos.leftMillis(video, encoding, now);
            before += left;
            Optional<Duration> endsIn =
                    slots == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(before / slots)));
            list.add(ofVideo(video, released, Math.round(left), endsIn));
        }
        return list;
    }

    private static OfVideo ofVideo(
            VideoQueue video, Map<Lane, ReleasedLane> released, long workMillis, Optional<Duration> endsIn) {
        List<ReleasedTask> tasks = released.values().stream()
                .flatMap(lane -> lane.of(video.videoId()))
                .toList();
        int running = (int) tasks.stream().filter(ReleasedTask::isRunning).count();
        return new OfVideo(
                video.videoId(),
                video.demand(),
                VideoTurn.of(video.place()),
                video.due(),
                video.waiting().size() + tasks.size() - running,
                running,
                workMillis,
                endsIn);
    }

    public QueueSummary {
        lanes = Map.copyOf(lanes);
        videos = List.copyOf(videos);
    }
}
