package dev.dashline.encoder.schedule;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The worker processes, as their heartbeats tell. Not thread-safe. */
final class Workers {

    private static final Duration READ_EVERY = Duration.ofMillis(500);

    private final SchedulePolicy policy;
    /** The one that was silent longest comes first. */
    private final Map<String, Worker> byName = new LinkedHashMap<>();
    /** Sums over all that take tasks: asked with every event, by fleets of hundreds. */
    private final Map<Lane, CellSlots> slots = new EnumMap<>(Lane.class);

    private int taking;
    private Instant heardAt = Instant.MIN;
    private Instant listeningSince = Instant.MIN;
    private Instant lostOneAt = Instant.MIN;

    /**
     * A worker process.
     *
     * @param slots tasks that it takes at a time
     * @param cells the cells that it takes them from
     * @param aside whether it takes no tasks because it was put aside
     * @param running what it named last
     * @param readAt when all that it named was read
     * @param busy slots that are taken
     */
    record Worker(
            String name,
            boolean draining,
            boolean aside,
            Map<Lane, Integer> slots,
            Map<Lane, Integer> cells,
            Set<TaskTry> running,
            Instant readAt,
            Map<Lane, Integer> busy,
            Instant heardAt) {

        /** Slots that could take a task now. */
        private int free(Lane lane) {
            return Math.max(0, slots(lane) - busy.getOrDefault(lane, 0));
        }

        private int slots(Lane lane) {
            return slots.getOrDefault(lane, 0);
        }

        private int cell(Lane lane) {
            return cells.getOrDefault(lane, 1);
        }

        private boolean hasLeft() {
            return draining && !aside && running.isEmpty();
        }
    }

    Workers(SchedulePolicy policy) {
        this.policy = policy;
        for (Lane lane : Lane.values()) {
            slots.put(lane, new CellSlots());
        }
    }

    /**
     * What is to be learnt from a heartbeat. Most of it repeats the last one. A worker of hundreds of slots sends ten a
     * second while its tasks come and go, so only now and then is all of one read.
     *
     * @param named tasks that it runs: those that it has not named before, or now and then all
     * @param ended tasks that it had named before, and that nobody names any longer
     * @param whole whether {@code named} is all that it runs
     */
    record News(Set<TaskTry> named, Set<TaskTry> ended, boolean whole) {}

    /** Takes in what a worker says. */
    News heard(WorkerHeartbeat heartbeat, Instant now) {
        if (isDeaf(now)) {
            listeningSince = now;
        }
        heardAt = now;
        @Nullable Worker before = remove(heartbeat.getWorker());
        Instant readAt = before == null ? Instant.MIN : before.readAt();
        boolean whole = before == null || !now.isBefore(readAt.plus(READ_EVERY));
        Worker worker = worker(heartbeat, whole ? now : readAt, now);
        if (!worker.hasLeft()) {
            byName.put(worker.name(), worker);
            count(worker, 1);
        }
        Set<TaskTry> known = before == null ? Set.of() : before.running();
        Set<TaskTry> ended = without(known, worker.running());
        ended.removeIf(this::isNamed); // Two may run the same try of a task.
        return new News(whole ? worker.running() : without(worker.running(), known), ended, whole);
    }

    /**
     * Removes and returns the workers that have been silent for too long. While no heartbeat comes at all, none could
     * be heard, so that nobody counts as silent.
     */
    List<Worker> silent(Instant now) {
        if (isDeaf(now)) {
            return List.of();
        }
        Instant latest = now.minus(policy.silence());
        List<Worker> silent = byName.values().stream()
                .takeWhile(worker -> later(worker.heardAt(), listeningSince).isBefore(latest))
                .toList();
        silent.forEach(worker -> remove(worker.name()));
        lostOneAt = silent.isEmpty() ? lostOneAt : now;
        return silent;
    }

    /** When a worker was last found to be silent. */
    Instant lostOneAt() {
        return lostOneAt;
    }

    /** Since when every heartbeat that was sent could be heard. */
    Instant listeningSince() {
        return listeningSince;
    }

    boolean isDeaf(Instant now) {
        return heardAt.equals(Instant.MIN) || Duration.between(heardAt, now).compareTo(policy.pause()) > 0;
    }

    Optional<Worker> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many processes take tasks. */
    int taking() {
        return taking;
    }

    /** Whether any of these processes takes tasks. */
    boolean anyTakes(Predicate<String> which) {
        return byName.values().stream().anyMatch(worker -> !worker.draining() && which.test(worker.name()));
    }

    /** Whether another process than this one has a free slot. */
    boolean haveFreeBeside(@Nullable String name, Lane lane) {
        int own = Optional.ofNullable(name)
                .flatMap(this::find)
                .filter(worker -> !worker.draining())
                .map(worker -> worker.free(lane))
                .orElse(0);
        return slots(lane).free() > own;
    }

    /** The processes that say that they are put aside. */
    List<String> aside() {
        return byName.values().stream().filter(Worker::aside).map(Worker::name).toList();
    }

    /** The slots of all that take tasks. */
    CellSlots slots(Lane lane) {
        return Objects.requireNonNull(slots.get(lane));
    }

    private @Nullable Worker remove(String name) {
        @Nullable Worker removed = byName.remove(name);
        if (removed != null) {
            count(removed, -1);
        }
        return removed;
    }

    private void count(Worker worker, int times) {
        if (worker.draining()) {
            return;
        }
        taking += times;
        for (Lane lane : Lane.values()) {
            slots(lane).add(worker.cell(lane), times * worker.slots(lane), times * worker.free(lane));
        }
    }

    private boolean isNamed(TaskTry task) {
        return byName.values().stream().anyMatch(worker -> worker.running().contains(task));
    }

    private static Set<TaskTry> without(Set<TaskTry> tasks, Set<TaskTry> others) {
        Set<TaskTry> left = new HashSet<>(tasks);
        left.removeAll(others);
        return left;
    }

    private static Worker worker(WorkerHeartbeat heartbeat, Instant readAt, Instant now) {
        Set<TaskTry> running = new HashSet<>();
        Map<Lane, Integer> busy = new EnumMap<>(Lane.class);
        for (RunningTask task : heartbeat.getRunning()) {
            running.add(new TaskTry(task.getVideoId(), task.getAttempt(), task.getTaskId(), task.getEpoch()));
            busy.merge(TaskIds.lane(task.getTaskId()), task.getEncoded() ? 0 : 1, Integer::sum);
        }
        return new Worker(
                heartbeat.getWorker(),
                heartbeat.getDraining(),
                heartbeat.getAsideUntil().isPresent(),
                Map.of(Lane.ENCODE, heartbeat.getSlots(), Lane.SHORT, heartbeat.getShortSlots()),
                Map.of(Lane.ENCODE, heartbeat.getCell(), Lane.SHORT, heartbeat.getShortCell()),
                running,
                readAt,
                busy,
                now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
