package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prints what the tasks of one long video took; system-tests/bench/long says how to read it. */
final class LongFigures {

    private LongFigures() {}

    /** Argument: the video. Standard input: when workers were killed, in milliseconds since the epoch, one per line. */
    public static void main(String[] arguments) throws IOException {
        NavigableSet<Instant> kills = kills();
        try (TaskLog log = TaskLog.ofTasks(KafkaSettings.from(System.getenv()))) {
            log.readAll();
            print(
                    log.runs().stream()
                            .filter(run -> run.videoId().equals(arguments[0]))
                            .toList(),
                    kills);
        }
    }

    private static NavigableSet<Instant> kills() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> Instant.ofEpochMilli(Long.parseLong(line)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void print(List<TaskRun> runs, NavigableSet<Instant> kills) {
        Duration longest = Duration.ZERO;
        Duration useful = Duration.ZERO;
        Duration lost = Duration.ZERO;
        for (TaskRun run : runs) {
            Duration time = run.time().orElseGet(() -> untilKilled(run, kills));
            longest = time.compareTo(longest) > 0 ? time : longest;
            if (run.endedAt().isPresent()) {
                useful = useful.plus(time);
            } else {
                lost = lost.plus(time);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "tasks: %d, tries: %d, kills: %d%nlongest task: %.1f s%nwork done twice: %.2f %%%n",
                runs.stream().map(TaskRun::taskId).distinct().count(),
                runs.size(),
                kills.size(),
                longest.toMillis() / 1_000.0,
                100.0 * lost.toMillis() / useful.toMillis());
    }

    /** A try without a result was lost with its worker. */
    private static Duration untilKilled(TaskRun run, NavigableSet<Instant> kills) {
        Instant killed = kills.higher(run.begunAt());
        if (killed == null) {
            throw new IllegalStateException("no result, and no kill that explains it: " + run);
        }
        return Duration.between(run.begunAt(), killed);
    }
}
