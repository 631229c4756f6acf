package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.beat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.QueueSummary.InLane;
import dev.dashline.events.DeadlineClock;
import dev.dashline.events.Priority;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events in any order, beside a simple model of what has to be true of any queue. */
class RandomEventsTest {

    private static final int EVENTS = 4_000;
    private static final int VIDEOS = 12;
    private static final int WORKERS = 4;
    private static final int SLOTS = 3;

    private final TestSchedule test = new TestSchedule();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<TaskTry, Instant> waiting = new LinkedHashMap<>();
    private final Map<TaskTry, Instant> unnamed = new LinkedHashMap<>();
    private final Set<TaskTry> named = new HashSet<>();
    private final Map<String, List<TaskTry>> running = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyTaskWaitsOrIsOutOrIsLostOnce(long seed) {
        Random random = new Random(seed);
        for (int event = 0; event < EVENTS; event++) {
            int unnamedBefore = unnamed.size();
            happen(random);
            follow();
            compare("seed " + seed + ", event " + event);
            assertThat(unnamed.size()).isLessThanOrEqualTo(Math.max(unnamedBefore, mayBeUnnamed()));
        }
        Map.copyOf(attempts).forEach((video, attempt) -> {
            close(video, attempt);
            follow();
        });
        compare("end");
        assertThat(test.schedule.summary(test.now).lanes().values())
                .allSatisfy(lane -> assertThat(lane.workMillis()).isZero());
    }

    private void happen(Random random) {
        String video = "v" + random.nextInt(VIDEOS);
        switch (random.nextInt(10)) {
            case 0 -> open(video, random);
            case 1, 2, 3 -> ready(video, random);
            case 4 -> pick(random, waiting.keySet()).ifPresent(this::settle);
            case 5 -> pick(random, named).ifPresent(this::settle);
            case 6 ->
                Optional.ofNullable(attempts.get(video))
                        .filter(attempt -> random.nextInt(10) == 0)
                        .ifPresent(attempt -> close(video, attempt));
            default -> heartbeat("w" + random.nextInt(WORKERS), random);
        }
    }

    private void open(String video, Random random) {
        int known = attempts.getOrDefault(video, 0);
        int attempt = Math.max(1, known + random.nextInt(3) - 1);
        if (attempt > known) {
            forget(task -> task.videoId().equals(video));
        }
        attempts.put(video, Math.max(attempt, known));
        VideoRequested request = TestSchedule.request(test.now, change -> {
            change.setAttempt(attempt)
                    .setPriority(pick(random, EnumSet.allOf(Priority.class)).orElseThrow());
            return random.nextBoolean()
                    ? change
                    : change.setPublicationTimeoutMillis(random.nextLong(60_000))
                            .setDeadlineClock(pick(random, EnumSet.allOf(DeadlineClock.class))
                                    .orElseThrow());
        });
        Optional<Long> work =
                Optional.of(random.nextInt(5)).filter(part -> part > 0).map(part -> part * 5_000L);
        test.schedule.opened(video, TestSchedule.demand(request, work, Optional.empty()));
    }

    private void ready(String video, Random random) {
        int attempt = attempts.getOrDefault(video, 1);
        String taskId = random.nextInt(6) == 0 ? TaskIds.ANALYZE : TaskIds.video(random.nextInt(20));
        Optional<TaskTry> known = Stream.of(waiting.keySet(), unnamed.keySet(), named)
                .flatMap(Set::stream)
                .filter(task -> task.videoId().equals(video) && task.taskId().equals(taskId))
                .findFirst();
        known.ifPresent(task -> test.ready(task, Duration.ofSeconds(1))); // once more: does not count
        follow();
        TaskTry newest = known.map(TestSchedule::again).orElse(new TaskTry(video, attempt, taskId, 1));
        if (attempts.containsKey(video)) {
            forget(other -> other.videoId().equals(video) && other.taskId().equals(taskId));
            waiting.put(newest, test.now);
        }
        test.ready(newest, Duration.ofMillis(random.nextInt(5_000)));
    }

    private void settle(TaskTry task) {
        forget(task::equals);
        test.settled(task);
    }

    private void close(String video, int attempt) {
        attempts.remove(video);
        forget(task -> task.videoId().equals(video));
        test.closed(video, attempt);
    }

    private void heartbeat(String worker, Random random) {
        test.pass(Duration.ofMillis(500 + random.nextInt(random.nextInt(50) == 0 ? 5_000 : 500)));
        List<TaskTry> tasks = new ArrayList<>(running.getOrDefault(worker, List.of()));
        if (random.nextBoolean() && !tasks.isEmpty()) {
            tasks.remove(random.nextInt(tasks.size()));
        } else if (tasks.size() < SLOTS) {
            pick(random, unnamed.keySet()).filter(task -> !tasks.contains(task)).ifPresent(tasks::add);
        }
        tasks.forEach(task -> {
            if (unnamed.remove(task) != null) {
                named.add(task);
            }
        });
        boolean leaves = tasks.isEmpty() && random.nextInt(20) == 0;
        running.put(worker, tasks);
        test.heard(beat(worker, leaves ? 0 : SLOTS, leaves ? 0 : 1, tasks)
                .setDraining(leaves)
                .build());
    }

    /** Applies to the model what was decided. */
    private void follow() {
        test.lost.forEach(task -> {
            assertThat(unnamed.remove(task) != null || named.remove(task))
                    .as("was released: %s", task)
                    .isTrue();
        });
        test.lost.clear();
        test.takeReleased().forEach(task -> {
            assertThat(waiting).containsKey(task);
            unnamed.put(task, Objects.requireNonNull(waiting.remove(task)));
        });
    }

    private void compare(String when) {
        Map<Lane, InLane> summary = test.schedule.summary(test.now).lanes();
        for (Lane lane : Lane.values()) {
            InLane inLane = Objects.requireNonNull(summary.get(lane));
            assertThat(inLane.waiting())
                    .as(when)
                    .isEqualTo(count(lane, waiting.keySet()) + count(lane, unnamed.keySet()));
            assertThat(inLane.running()).as(when).isEqualTo(count(lane, named));
            assertThat(inLane.oldestReadyAt()).as(when).isEqualTo(oldest(lane));
        }
    }

    private int mayBeUnnamed() {
        QueueSummary summary = test.schedule.summary(test.now);
        return summary.lanes().values().stream()
                .mapToInt(lane -> 2 * lane.slots())
                .sum();
    }

    private Optional<Instant> oldest(Lane lane) {
        return List.of(waiting, unnamed).stream()
                .flatMap(tasks -> tasks.entrySet().stream())
                .filter(task -> TaskIds.lane(task.getKey().taskId()) == lane)
                .map(Map.Entry::getValue)
                .min(Instant::compareTo);
    }

    private void forget(Predicate<TaskTry> which) {
        waiting.keySet().removeIf(which);
        unnamed.keySet().removeIf(which);
        named.removeIf(which);
    }

    private static long count(Lane lane, Collection<TaskTry> tasks) {
        return tasks.stream()
                .filter(task -> TaskIds.lane(task.taskId()) == lane)
                .count();
    }

    private static <T> Optional<T> pick(Random random, Collection<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(all).get(random.nextInt(all.size())));
    }
}
