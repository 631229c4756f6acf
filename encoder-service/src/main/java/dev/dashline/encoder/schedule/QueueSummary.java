package dev.dashline.encoder.schedule;

import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What waits and runs at one moment.
 *
 * @param workers processes that take tasks
 * @param predictedLate open videos that cannot all be in time
 */
public record QueueSummary(int workers, Map<Lane, InLane> lanes, int predictedLate) {

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
        return new QueueSummary(workers.taking(), lanes, videos.predictedLate());
    }

    public QueueSummary {
        lanes = Map.copyOf(lanes);
    }
}
