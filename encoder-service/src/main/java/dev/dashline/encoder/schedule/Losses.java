package dev.dashline.encoder.schedule;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.Workers.Worker;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds released tasks that no worker runs any more. Not thread-safe. */
final class Losses {

    private final SchedulePolicy policy;
    private final Workers workers;
    private final Map<Lane, ReleasedLane> released;

    /**
     * A task that is lost.
     *
     * @param reason what was seen, for a person
     * @param workerLost whether a worker may have been lost with it
     */
    record Loss(ReleasedTask task, String reason, boolean workerLost) {}

    Losses(SchedulePolicy policy, Workers workers, Map<Lane, ReleasedLane> released) {
        this.policy = policy;
        this.workers = workers;
        this.released = released;
    }

    /** What is lost now. Forgets the workers that are silent. */
    List<Loss> find(Instant now) {
        List<Loss> losses = new ArrayList<>();
        for (Worker silent : workers.silent(now)) {
            String reason = "Worker " + silent.name() + " was silent for "
                    + policy.silence().toSeconds() + " s.";
            silent.running().stream()
                    .flatMap(task -> lane(TaskIds.lane(task.taskId())).find(task).stream())
                    .filter(task -> task.isRunBy(silent.name()))
                    .forEach(task -> losses.add(new Loss(task, reason, true)));
        }
        if (!workers.isDeaf(now)) {
            for (Lane lane : Lane.values()) {
                lane(lane)
                        .missing(workers.listeningSince(), now)
                        .forEach(task -> losses.add(new Loss(task, "No worker runs it.", mayHaveDied(task, now))));
            }
        }
        return losses;
    }

    /** Whether the worker that took it may be dead: this scheduler did not hear of all workers from the start on. */
    private boolean mayHaveDied(ReleasedTask task, Instant now) {
        return task.isRestored()
                || workers.lostOneAt().isAfter(now.minus(policy.silence()).minus(policy.pickUp()));
    }

    private ReleasedLane lane(Lane lane) {
        return Objects.requireNonNull(released.get(lane));
    }
}
