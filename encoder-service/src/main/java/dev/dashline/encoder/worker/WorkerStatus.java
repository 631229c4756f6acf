package dev.dashline.encoder.worker;

import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** What a worker process is, can do and does, as its heartbeat tells it. Safe for use by many threads. */
final class WorkerStatus {

    private static final String VERSION = version();

    private final String worker;
    private final WorkerAbilities abilities;
    private final RunningTasks tasks;
    private final RunningTasks shortTasks;
    private final Cells cells;
    private final TaskGate gate;
    private final Clock clock;
    private final Instant startedAt;

    /** Where the tasks of each lane come from. */
    record Cells(WorkerCell encode, WorkerCell shortTasks) {}

    /**
     * @param worker name of the process
     * @param gate whether the process takes tasks
     */
    WorkerStatus(
            String worker,
            WorkerAbilities abilities,
            RunningTasks tasks,
            RunningTasks shortTasks,
            Cells cells,
            TaskGate gate,
            Clock clock) {
        this.worker = worker;
        this.abilities = abilities;
        this.tasks = tasks;
        this.shortTasks = shortTasks;
        this.cells = cells;
        this.gate = gate;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** All of it, as of now. */
    WorkerHeartbeat now() {
        Optional<TaskGate.Closed> closed = gate.closed();
        boolean draining = closed.isPresent();
        List<RunningTask> running = Stream.of(tasks, shortTasks)
                .flatMap(lane -> lane.all().stream())
                .map(WorkerStatus::running)
                .toList();
        return WorkerHeartbeat.newBuilder()
                .setWorker(worker)
                .setAt(clock.instant())
                .setStartedAt(startedAt)
                .setVersion(VERSION)
                .setDraining(draining)
                .setDrainingBecause(closed.map(TaskGate.Closed::because).orElse(null))
                .setAsideUntil(closed.flatMap(TaskGate.Closed::asideUntil).orElse(null))
                .setSlots(draining ? 0 : tasks.servedSlots())
                .setShortSlots(draining ? 0 : shortTasks.servedSlots())
                .setCell(cells.encode().number())
                .setShortCell(cells.shortTasks().number())
                .setRunning(running)
                .setProfiles(abilities.profiles())
                .setVideoEncoders(abilities.videoEncoders())
                .build();
    }

    private static RunningTask running(TaskRun run) {
        return RunningTask.newBuilder()
                .setVideoId(run.key().videoId())
                .setAttempt(run.key().attempt())
                .setTaskId(run.key().taskId())
                .setEpoch(run.key().epoch())
                .setStartedAt(run.startedAt())
                .setDoneMillis(run.doneMillis())
                .setTotalMillis(run.totalMillis())
                .setEncoded(run.isEncoded())
                .setTenant(run.task().getRequest().getTenant())
                .build();
    }

    /** The version of Dashline that this process runs, as the build wrote it down. */
    private static String version() {
        Properties build = new Properties();
        try (InputStream file = WorkerStatus.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version", "unknown");
    }
}
