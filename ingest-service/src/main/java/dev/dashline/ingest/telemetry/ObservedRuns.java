package dev.dashline.ingest.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which worker has run which task when, of the attempts that were begun last. Remembers {@value #MOST} runs, and
 * forgets whole attempts, the oldest first. Safe for use by any thread.
 */
public final class ObservedRuns {

    static final int MOST = 200_000;

    private record Attempt(String videoId, int number) {}

    private record Try(Attempt attempt, String task, int epoch) {}

    @GuardedBy("this")
    private final Map<Attempt, Map<Try, ObservedRun>> attempts = new LinkedHashMap<>();

    /** What each worker's last heartbeat has named. */
    @GuardedBy("this")
    private final Map<String, Set<Try>> named = new HashMap<>();

    @GuardedBy("this")
    private int size;

    /** Takes a heartbeat. Those of one worker have to come in order. */
    public synchronized void heard(WorkerHeartbeat heartbeat) {
        Set<Try> now = new HashSet<>();
        for (RunningTask task : heartbeat.getRunning()) {
            now.add(named(heartbeat, task));
        }
        Set<Try> before = named.put(heartbeat.getWorker(), now);
        if (before != null) {
            before.removeAll(now);
            before.forEach(gone -> ended(gone, heartbeat));
        }
        if (now.isEmpty()) {
            named.remove(heartbeat.getWorker());
        }
        forgetTheOldest();
    }

    /** The runs of an attempt in the order in which they began. */
    public synchronized List<ObservedRun> of(String videoId, int attempt) {
        return new ArrayList<>(
                attempts.getOrDefault(new Attempt(videoId, attempt), Map.of()).values());
    }

    @GuardedBy("this")
    private Try named(WorkerHeartbeat heartbeat, RunningTask task) {
        Attempt attempt = new Attempt(task.getVideoId(), task.getAttempt());
        Try key = new Try(attempt, task.getTaskId(), task.getEpoch());
        ObservedRun run = new ObservedRun(
                task.getTaskId(),
                task.getEpoch(),
                heartbeat.getWorker(),
                task.getStartedAt(),
                Duration.ofMillis(task.getDoneMillis()),
                heartbeat.getAt(),
                Optional.empty());
        if (attempts.computeIfAbsent(attempt, begun -> new LinkedHashMap<>()).put(key, run) == null) {
            size++;
        }
        return key;
    }

    @GuardedBy("this")
    private void ended(Try key, WorkerHeartbeat heartbeat) {
        Map<Try, ObservedRun> runs = attempts.getOrDefault(key.attempt(), Map.of());
        ObservedRun run = runs.get(key);
        // Another worker may have been given the same try.
        if (run != null && run.worker().equals(heartbeat.getWorker())) {
            runs.put(key, run.ended(heartbeat.getAt()));
        }
    }

    @GuardedBy("this")
    private void forgetTheOldest() {
        Iterator<Map<Try, ObservedRun>> oldest = attempts.values().iterator();
        while (size > MOST && attempts.size() > 1) {
            size -= oldest.next().size();
            oldest.remove();
        }
    }
}
