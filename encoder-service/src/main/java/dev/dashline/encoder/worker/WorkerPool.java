package dev.dashline.encoder.worker;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.FailureLimit;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worker of one process: fetches tasks for its slots, runs them, and tells the scheduler by heartbeats what it
 * runs. Start once, close once; the rest is safe for use by any thread.
 */
public final class WorkerPool implements Layer {

    /** How long cancelled tasks may take to clean up, which is 2 s, and to tell that they were left. */
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(4);

    private final WorkerConnections connections;
    private final Supervisor supervisor;
    private final Duration grace;
    private final StopSignal stop = new StopSignal();
    private final TaskGate gate;
    private final Semaphore changes = new Semaphore(0);
    private final RunningTasks tasks;
    private final RunningTasks shortTasks;
    private final WorkerNews news;
    private final ExecutorService threads;
    private final TaskFetcher fetcher;
    private final TaskFetcher shortFetcher;
    private final Heartbeats heartbeats;
    private final ProgressReports progress;
    private final List<Loop> readers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Loop heart;

    /**
     * @param worker name of this process among all workers
     * @param slots how many tasks that encode run at a time; half as many short ones run beside them
     * @param abilities what heartbeats tell of what it can do
     * @param grace how long running tasks may still take when this is closed
     */
    public WorkerPool(
            String worker,
            int slots,
            WorkerAbilities abilities,
            TaskExecutor executor,
            WorkerConnections connections,
            Supervisor supervisor,
            Duration grace) {
        Clock clock = Clock.systemUTC();
        this.connections = connections;
        this.supervisor = supervisor;
        this.grace = grace;
        this.tasks = new RunningTasks(worker + "/", slots, clock, changes::release);
        this.shortTasks = new RunningTasks(worker + "/short-", Math.max(1, slots / 2), clock, changes::release);
        this.gate = new TaskGate(stop, clock, changes::release);
        EndedAttempts endedAttempts = new EndedAttempts(this::cancel);
        WorkerOrders orders =
                new WorkerOrders(worker, gate, task -> inLane(task).cancel(task));
        this.news = new WorkerNews(connections.news(), clock, endedAttempts, orders);
        this.threads = supervisor.cached("task");
        WorkerTools tools =
                new WorkerTools(executor, connections.events(), endedAttempts, connections.deserializer(), threads);
        this.progress = new ProgressReports(List.of(tasks, shortTasks), tools.events(), stop);
        TaskRunner runner = new TaskRunner(tools, stop);
        BrokerWait brokers = connections.brokers();
        WorkerStatus.Cells cells = new WorkerStatus.Cells(connections.cell(Lane.ENCODE), connections.cell(Lane.SHORT));
        this.fetcher = fetcher(cells.encode(), tasks, tools, runner, brokers);
        this.shortFetcher = fetcher(cells.shortTasks(), shortTasks, tools, runner, brokers);
        this.heartbeats = new Heartbeats(
                new WorkerStatus(worker, abilities, tasks, shortTasks, cells, gate, clock),
                changes,
                connections.heartbeats());
    }

    /** A unique name for this process's workers: the host's name, the process id and a random number. */
    public static String uniqueName() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        String chance = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
        return host + "-" + ProcessHandle.current().pid() + "-" + chance;
    }

    @Override
    public void start() {
        changes.release(); // Nobody has heard of it yet.
        heart = supervisor.loop("heartbeats", FailureLimit.ESSENTIAL, heartbeats);
        readers.add(supervisor.loop("news", news));
        readers.add(supervisor.loop("progress", progress));
        readers.add(supervisor.loop("fetcher", FailureLimit.ESSENTIAL, fetcher));
        readers.add(supervisor.loop("short-fetcher", FailureLimit.ESSENTIAL, shortFetcher));
    }

    @Override
    public Optional<String> notReadyBecause() {
        Optional<String> closed = gate.closed().map(TaskGate.Closed::because);
        if (closed.isPresent()) {
            return closed;
        }
        String reasons = Stream.of(
                        fetcher.notReadyBecause(), shortFetcher.notReadyBecause(), heartbeats.notReadyBecause())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return Optional.of(reasons).filter(text -> !text.isEmpty());
    }

    /** How many slots there are for tasks that encode. */
    public int slots() {
        return tasks.slots();
    }

    /** How many of them run a task now. */
    public int busySlots() {
        return tasks.busySlots();
    }

    /** How many slots there are, for short tasks too. */
    public int allSlots() {
        return tasks.slots() + shortTasks.slots();
    }

    /**
     * How many of {@link #allSlots} get tasks from the broker by now; a new member of a share group has to wait for
     * some seconds.
     */
    public int leasingSlots() {
        return tasks.servedSlots() + shortTasks.servedSlots();
    }

    /**
     * Takes no further task. Those that run may end within the grace time; then they are cancelled and left to other
     * workers. The farewell comes last.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stop.stop();
        changes.release();
        readers.forEach(Loop::stop);
        try {
            awaitNone(grace);
            tasks.cancelAll();
            shortTasks.cancelAll();
            readers.forEach(Loop::close); // A task that they took at the last moment leaves by itself.
            awaitNone(LEAVE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        Loop beating = heart;
        if (beating != null) {
            beating.close();
        }
        connections.close();
    }

    private TaskFetcher fetcher(
            WorkerCell cell, RunningTasks slots, WorkerTools tools, TaskRunner runner, BrokerWait brokers) {
        TaskIntake intake = new TaskIntake(slots, tools, runner, gate);
        return new TaskFetcher(cell, () -> connections.tasks(cell), slots, intake, brokers, gate);
    }

    private RunningTasks inLane(TaskTry task) {
        return TaskIds.lane(task.taskId()) == Lane.ENCODE ? tasks : shortTasks;
    }

    private void cancel(String videoId, int attempt) {
        tasks.cancel(videoId, attempt);
        shortTasks.cancel(videoId, attempt);
    }

    private void awaitNone(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        boolean unused = tasks.awaitNone(time)
                && shortTasks.awaitNone(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
}
