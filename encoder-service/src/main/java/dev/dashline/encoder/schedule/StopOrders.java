package dev.dashline.encoder.schedule;

import dev.dashline.encoder.schedule.Workers.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * Which tasks a worker is to be told to stop now.
     *
     * @param isUnwanted whether nobody waits for a task that it runs
     */
    List<TaskTry> due(Worker worker, Predicate<TaskTry> isUnwanted, Instant now) {
        List<TaskTry> unwanted = worker.running().stream().filter(isUnwanted).toList();
        Map<TaskTry, Instant> before = orderedAt.getOrDefault(worker.name(), Map.of());
        if (before.isEmpty() && unwanted.isEmpty()) {
            return List.of();
        }
        Map<TaskTry, Instant> after = new HashMap<>();
        List<TaskTry> due = new ArrayList<>();
        for (TaskTry task : unwanted) {
            Instant ordered = before.getOrDefault(task, Instant.MIN);
            boolean isDue = ordered.equals(Instant.MIN) || !now.isBefore(ordered.plus(again));
            if (isDue) {
                due.add(task);
            }
            after.put(task, isDue ? now : ordered);
        }
        orderedAt.put(worker.name(), after);
        orderedAt.keySet().removeIf(name -> workers.find(name).isEmpty());
        return due;
    }
}
