package dev.dashline.encoder.schedule;

import dev.dashline.encoder.schedule.Workers.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Remembers which worker was ordered to stop which task, so that it is told once, however often it names the task
 * before it has read the order. Not thread-safe.
 */
final class StopOrders {

    private final Duration again;
    private final Workers workers;
    private final Map<String, Map<TaskTry, Instant>> orderedAt = new HashMap<>();

    /** @param again after what time a worker that still names a task is told once more */
    StopOrders(Duration again, Workers workers) {
        this.again = again;
        this.workers = workers;
    }

    /**
     * Tells a worker which tasks it is to stop now.
     *
     * @param isUnwanted whether nobody waits for a task that it runs
     */
    List<ScheduleEffect> due(Worker worker, Predicate<TaskTry> isUnwanted, Instant now) {
        List<TaskTry> unwanted = worker.running().stream().filter(isUnwanted).toList();
        if (unwanted.isEmpty()) {
            orderedAt.remove(worker.name());
            return List.of();
        }
        orderedAt.keySet().removeIf(name -> workers.find(name).isEmpty());
        Map<TaskTry, Instant> ordered = orderedAt.computeIfAbsent(worker.name(), name -> new HashMap<>());
        ordered.keySet().retainAll(Set.copyOf(unwanted));
        List<TaskTry> due = unwanted.stream()
                .filter(task ->
                        !now.isBefore(ordered.getOrDefault(task, Instant.MIN).plus(again)))
                .toList();
        due.forEach(task -> ordered.put(task, now));
        return due.stream()
                .<ScheduleEffect>map(task -> new ScheduleEffect.Stop(worker.name(), task, "is done elsewhere"))
                .toList();
    }
}
