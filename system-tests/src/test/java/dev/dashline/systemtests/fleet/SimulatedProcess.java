package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A worker process with slots: what it runs, and when it says so. */
final class SimulatedProcess {

    private static final Instant STARTED = SimulatedVideo.T0;

    private final String name;
    private final int slots;
    private final SimulatedTime time;
    private final Hops hops;
    private final Consumer<WorkerHeartbeat> hears;
    /** The tasks that run, and when they began. */
    private final Map<TaskTry, Long> running = new LinkedHashMap<>();

    private boolean alive = true;
    private boolean beatIsDue;
    private long beatAt;

    /** @param hears gets each heartbeat when the scheduler hears it */
    SimulatedProcess(String name, int slots, SimulatedTime time, Hops hops, Consumer<WorkerHeartbeat> hears) {
        this.name = name;
        this.slots = slots;
        this.time = time;
        this.hops = hops;
        this.hears = hears;
    }

    /** Begins to say every second what it runs. */
    void start(long firstBeat) {
        changed();
        time.after(firstBeat, this::beatAgain);
    }

    int slots(Lane lane) {
        return lane == Lane.ENCODE ? slots : Math.max(1, slots / 2);
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it has run this task since that moment. */
    boolean runs(TaskTry task, long begun) {
        return alive && Objects.equals(running.get(task), begun);
    }

    List<TaskTry> running() {
        return List.copyOf(running.keySet());
    }

    void begin(TaskTry task) {
        running.put(task, time.now());
        changed();
    }

    void end(TaskTry task) {
        running.remove(task);
        changed();
    }

    void kill() {
        alive = false;
    }

    private void beatAgain() {
        if (alive) {
            if (time.now() - beatAt >= hops.beat()) {
                beat();
            }
            time.at(beatAt + hops.beat(), this::beatAgain);
        }
    }

    private void changed() {
        if (!beatIsDue) {
            beatIsDue = true;
            time.after(Math.max(hops.gather(), beatAt + hops.spacing() - time.now()), this::beat);
        }
    }

    private void beat() {
        beatIsDue = false;
        beatAt = time.now();
        if (alive) {
            WorkerHeartbeat heartbeat = heartbeat();
            time.after(hops.heard(), () -> hears.accept(heartbeat));
        }
    }

    private WorkerHeartbeat heartbeat() {
        Instant now = STARTED.plusMillis(time.now());
        return new WorkerHeartbeat(
                name,
                now,
                STARTED,
                "simulated",
                false,
                null,
                null,
                slots(Lane.ENCODE),
                slots(Lane.SHORT),
                1,
                1,
                running.keySet().stream().map(SimulatedProcess::named).toList(),
                "",
                List.of());
    }

    private static RunningTask named(TaskTry task) {
        return new RunningTask(task.videoId(), task.attempt(), task.taskId(), task.epoch(), STARTED, 0L, 0L, "", false);
    }
}
