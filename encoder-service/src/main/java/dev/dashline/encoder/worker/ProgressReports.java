package dev.dashline.encoder.worker;

import dev.dashline.runtime.threads.Work;
import java.time.Duration;
import java.util.List;

/**
 * Tells now and then how far all tasks of this process are. It tells them together, because the brokers pay for each
 * request, and the more seldom the larger the fleet is: all of it tells about {@value #FLEET_PER_SECOND} records a
 * second at most. Heartbeats say the same to those who look at one worker.
 *
 * <p>One thread uses it as {@link Work}.
 */
final class ProgressReports implements Work {

    private static final int FLEET_PER_SECOND = 100;
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private final List<RunningTasks> lanes;
    private final WorkerEvents events;
    private final StopSignal stop;

    /** @param lanes whose tasks it tells of */
    ProgressReports(List<RunningTasks> lanes, WorkerEvents events, StopSignal stop) {
        this.lanes = lanes;
        this.events = events;
        this.stop = stop;
    }

    @Override
    public void step() throws InterruptedException {
        List<TaskRun> running =
                lanes.stream().flatMap(lane -> lane.all().stream()).toList();
        running.forEach(events::progress);
        stop.comesWithin(pause(running));
    }

    /** Takes this worker for one like all others. */
    static Duration pause(List<TaskRun> running) {
        int workers =
                running.stream().mapToInt(run -> run.task().getWorkers()).max().orElse(1);
        Duration pause = Duration.ofSeconds(1)
                .multipliedBy((long) running.size() * workers)
                .dividedBy(FLEET_PER_SECOND);
        return pause.compareTo(SHORTEST) > 0 ? pause : SHORTEST;
    }
}
