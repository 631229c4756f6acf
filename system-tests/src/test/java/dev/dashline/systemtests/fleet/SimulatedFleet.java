package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.schemas.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/** Worker processes that take released tasks, run them, and are killed at times. */
final class SimulatedFleet {

    static final int SLOTS_PER_PROCESS = 20;
    private static final long RESTART = 20_000;

    private final SimulatedTime time;
    private final Hops hops;
    private final Random random;
    private final Listener listener;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final Map<Lane, SimulatedLane> lanes = new EnumMap<>(Lane.class);
    private int started;
    private int encoding;
    private long busy;
    private long busyUntil;

    /** What the rest of the system learns of the fleet. */
    interface Listener {

        /** How long a slot takes for the task, milliseconds. */
        long takes(TaskTry task);

        void begun(TaskTry task);

        void ended(TaskTry task);

        /** The scheduler hears a heartbeat. */
        void heard(WorkerHeartbeat heartbeat);
    }

    SimulatedFleet(SimulatedTime time, Hops hops, Random random, Listener listener) {
        this.time = time;
        this.hops = hops;
        this.random = random;
        this.listener = listener;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new SimulatedLane(random));
        }
    }

    /** Starts processes with so many slots in all. */
    void start(int slots) {
        for (int left = slots; left > 0; left -= SLOTS_PER_PROCESS) {
            startProcess(Math.min(left, SLOTS_PER_PROCESS));
        }
    }

    /** From now on, a process is killed now and then; another one takes its place. */
    void killEvery(long meanMillis) {
        time.after(Math.round(-meanMillis * Math.log(1 - random.nextDouble())), () -> {
            int chosen = random.nextInt(processes.size());
            kill(processes.get(chosen));
            killEvery(meanMillis);
        });
    }

    void released(TaskTry task) {
        Lane lane = TaskIds.lane(task.taskId());
        lane(lane).released(task);
        match(lane);
    }

    /** Stops tasks; returns whether any of them ran. */
    boolean stop(Predicate<TaskTry> unwanted) {
        boolean any = false;
        for (SimulatedProcess process : processes) {
            List<TaskTry> stopped = process.running().stream().filter(unwanted).toList();
            stopped.forEach(task -> free(process, task));
            any |= !stopped.isEmpty();
        }
        return any;
    }

    /** Slot time that was spent on encoding until now, milliseconds. */
    long busy() {
        busy += encoding * (time.now() - busyUntil);
        busyUntil = time.now();
        return busy;
    }

    private void startProcess(int slots) {
        SimulatedProcess process = new SimulatedProcess("w" + started++, slots, time, hops, listener::heard);
        processes.add(process);
        process.start(random.nextInt((int) hops.beat()));
        for (Lane lane : Lane.values()) {
            for (int slot = 0; slot < process.slots(lane); slot++) {
                lane(lane).isFree(process);
            }
            match(lane);
        }
    }

    private void kill(SimulatedProcess process) {
        process.running().forEach(task -> count(task, -1));
        process.kill();
        processes.remove(process);
        time.after(RESTART, () -> startProcess(process.slots(Lane.ENCODE)));
    }

    private void match(Lane lane) {
        for (var match = lane(lane).match();
                match.isPresent();
                match = lane(lane).match()) {
            SimulatedProcess process = match.get().process();
            TaskTry task = match.get().task();
            time.after(hops.begin(), () -> begin(process, task));
        }
    }

    private void begin(SimulatedProcess process, TaskTry task) {
        if (process.isAlive()) {
            process.begin(task);
            count(task, 1);
            listener.begun(task);
            long begun = time.now();
            time.after(listener.takes(task), () -> end(process, task, begun));
        }
    }

    /** Ends a run of a task, unless that was stopped: the same try may run here once more. */
    private void end(SimulatedProcess process, TaskTry task, long begun) {
        if (process.runs(task, begun)) {
            free(process, task);
            listener.ended(task);
        }
    }

    private void free(SimulatedProcess process, TaskTry task) {
        Lane lane = TaskIds.lane(task.taskId());
        process.end(task);
        count(task, -1);
        lane(lane).isFree(process);
        match(lane);
    }

    private void count(TaskTry task, int tasks) {
        busy();
        encoding += TaskIds.lane(task.taskId()) == Lane.ENCODE ? tasks : 0;
    }

    private SimulatedLane lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }
}
