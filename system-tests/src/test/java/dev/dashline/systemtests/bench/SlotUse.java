package dev.dashline.systemtests.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How slots were used while one video was encoded.
 *
 * @param runs the tries of its chunks
 */
record SlotUse(List<TaskRun> runs) {

    SlotUse {
        runs = List.copyOf(runs);
    }

    /** How many slots have begun a chunk. */
    int slots() {
        return bySlot().size();
    }

    /** How many chunks have begun. */
    long chunks() {
        return runs.stream().map(TaskRun::taskId).distinct().count();
    }

    /** How many tries came after the first ones. */
    long repeated() {
        return runs.size() - chunks();
    }

    /** When the last slot began its first chunk. */
    Instant lastFirstBegin() {
        return bySlot().values().stream()
                .map(SlotUse::begin)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When the last chunk ended. */
    Instant lastEnd() {
        return runs.stream()
                .flatMap(run -> run.endedAt().stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When the last chunk began: until then work waited. */
    Instant lastBegin() {
        return runs.stream()
                .map(TaskRun::begunAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * The share of slot time in which a slot had no task although chunks waited: from the first begin of each slot to
     * the last begin of all; 0 to 1.
     */
    double idleShare() {
        Instant end = lastBegin();
        long all = 0;
        long busy = 0;
        for (Collection<TaskRun> slot : bySlot().values()) {
            all += Duration.between(begin(slot), end).toNanos();
            busy += slot.stream()
                    .mapToLong(run -> Duration.between(
                                    run.begunAt(),
                                    run.endedAt().filter(end::isAfter).orElse(end))
                            .toNanos())
                    .sum();
        }
        return all == 0 ? 0 : 1 - (double) busy / all;
    }

    /** The mean time of a chunk. */
    Duration meanTime() {
        double nanos = runs.stream()
                .flatMap(run -> run.time().stream())
                .mapToLong(Duration::toNanos)
                .average()
                .orElseThrow();
        return Duration.ofNanos(Math.round(nanos));
    }

    private static Instant begin(Collection<TaskRun> slot) {
        return slot.stream()
                .map(TaskRun::begunAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Map<String, List<TaskRun>> bySlot() {
        return runs.stream().collect(Collectors.groupingBy(TaskRun::worker));
    }
}
