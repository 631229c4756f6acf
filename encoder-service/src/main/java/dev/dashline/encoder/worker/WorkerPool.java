package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.FailureLimit;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The slots of one process. Start once, close once; the rest is safe for use by any thread. */
public final class WorkerPool implements Layer {

    /** Short, because most tasks take longer than a process may take to stop: another worker can begin at once. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** A fraction of the group's {@code share.record.lock.duration.ms}, so that a lease outlives some lost renewals. */
    private static final Duration RENEW_EVERY = Duration.ofSeconds(5);

    private final List<WorkerSlot> slots;
    private final List<WorkerSlot> shortSlots;
    private final WorkerConnections connections;
    private final EndedAttempts endedAttempts;
    private final Supervisor supervisor;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    /**
     * @param worker name of this process among all workers
     * @param slots how many tasks that encode run at a time; half as many short ones run beside them
     */
    public WorkerPool(
            String worker, int slots, TaskExecutor executor, WorkerConnections connections, Supervisor supervisor) {
        this(worker, slots, executor, connections, supervisor, RENEW_EVERY);
    }

    WorkerPool(
            String worker,
            int slots,
            TaskExecutor executor,
            WorkerConnections connections,
            Supervisor supervisor,
            Duration renewEvery) {
        this.connections = connections;
        this.supervisor = supervisor;
        this.endedAttempts = new EndedAttempts(connections.endedAttempts(), Clock.systemUTC());
        WorkerTools tools = new WorkerTools(
                executor,
                connections.events(),
                endedAttempts,
                connections.tasks(),
                connections.brokers(),
                supervisor.cached("task"));
        this.slots = slots(slots, worker + "/", Topics.ENCODER_TASKS, tools, renewEvery);
        this.shortSlots =
                slots(Math.max(1, slots / 2), worker + "/short-", Topics.ENCODER_SHORT_TASKS, tools, renewEvery);
    }

    /** A unique name for this process's workers: the host's name, the process id and a random number. */
    public static String uniqueName() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        String chance = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
        return host + "-" + ProcessHandle.current().pid() + "-" + chance;
    }

    @Override
    public void start() {
        loops.add(supervisor.loop("ended-attempts", endedAttempts));
        for (int slot = 0; slot < slots.size(); slot++) {
            start(slots.get(slot), "slot-" + slot);
        }
        for (int slot = 0; slot < shortSlots.size(); slot++) {
            start(shortSlots.get(slot), "short-slot-" + slot);
        }
    }

    /** How many slots there are for tasks that encode. */
    public int slots() {
        return slots.size();
    }

    /** How many of them run a task now. */
    public int busySlots() {
        return (int) slots.stream().filter(WorkerSlot::isBusy).count();
    }

    /** How many slots there are, for short tasks too. */
    public int allSlots() {
        return slots.size() + shortSlots.size();
    }

    /**
     * How many of {@link #allSlots} get tasks from the broker by now; a new member of a share group has to wait for
     * some seconds.
     */
    public int leasingSlots() {
        return (int) all().filter(WorkerSlot::isLeasing).count();
    }

    /** Stops leasing; running tasks end within a grace time or are handed back to the group at once. */
    @Override
    public void close() {
        loops.forEach(Loop::stop);
        loops.forEach(Loop::close);
        connections.close();
    }

    private List<WorkerSlot> slots(
            int count, String prefix, Topic<EncoderTask> topic, WorkerTools tools, Duration renewEvery) {
        return IntStream.range(0, count)
                .mapToObj(slot -> new WorkerSlot(prefix + slot, topic, connections::leases, tools, renewEvery))
                .toList();
    }

    private Stream<WorkerSlot> all() {
        return Stream.concat(slots.stream(), shortSlots.stream());
    }

    /** A slot whose thread fails too often is a fault of the process: another worker does its tasks. */
    private void start(WorkerSlot slot, String thread) {
        loops.add(supervisor.loop(thread, FailureLimit.ESSENTIAL, new Work() {
            @Override
            public void step() {
                slot.run();
            }

            @Override
            public void wakeUp() {
                slot.stop(GRACE);
            }
        }));
    }
}
