package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells how late urgent videos began: after the first slot that became free for them. */
final class UrgentFigures {

    private UrgentFigures() {}

    /** An urgent video: when its plan was there, and when its first chunk began. */
    private record Urgent(Instant planned, Instant begun) {}

    /** Reads ids of videos from standard input, prints milliseconds, one a line. */
    public static void main(String[] arguments) throws IOException {
        Set<String> urgent;
        try (BufferedReader ids = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            urgent = new HashSet<>(ids.lines().toList());
        }
        try (TaskLog log = TaskLog.ofTasks(KafkaSettings.from(System.getenv()))) {
            log.readAll();
            delays(log.runs(), urgent).forEach(delay -> System.out.println(delay.toMillis()));
        }
    }

    /**
     * For each urgent video, in the order in which they could begin, how long after that slot it began.
     *
     * @param runs everything that ran
     */
    static List<Duration> delays(List<TaskRun> runs, Set<String> urgent) {
        List<Instant> ends = runs.stream()
                .filter(TaskRun::isEncoding)
                .flatMap(run -> run.endedAt().stream())
                .sorted()
                .toList();
        List<Urgent> videos = urgent.stream()
                .map(videoId -> urgent(runs, videoId))
                .sorted(Comparator.comparing(Urgent::planned))
                .toList();
        List<Duration> delays = new ArrayList<>();
        int slot = 0; // One that is free for one video is not free for the next one.
        for (Urgent video : videos) {
            while (ends.get(slot).isBefore(video.planned())) {
                slot++;
            }
            delays.add(Duration.between(ends.get(slot++), video.begun()));
        }
        return delays;
    }

    private static Urgent urgent(List<TaskRun> runs, String videoId) {
        List<TaskRun> own =
                runs.stream().filter(run -> run.videoId().equals(videoId)).toList();
        Optional<Instant> planned = own.stream()
                .filter(run -> !run.isEncoding())
                .flatMap(run -> run.endedAt().stream())
                .min(Comparator.naturalOrder());
        Instant begun = own.stream()
                .filter(TaskRun::isEncoding)
                .map(TaskRun::begunAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Urgent(planned.orElseThrow(), begun);
    }
}
