package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Prints how soon a process that joins gets work, once it has got some. */
final class JoinFigures {

    private JoinFigures() {}

    /** Arguments: the process id, and when the process was started, in milliseconds since the epoch. */
    public static void main(String[] arguments) {
        long pid = Long.parseLong(arguments[0]);
        Instant launched = Instant.ofEpochMilli(Long.parseLong(arguments[1]));
        try (TaskLog log = TaskLog.ofTasksAndWorkers(KafkaSettings.from(System.getenv()))) {
            log.awaitRuns(run -> run.isOf(pid), 1);
            Instant begun = log.runs().stream()
                    .filter(run -> run.isOf(pid))
                    .findFirst()
                    .orElseThrow()
                    .begunAt();
            Instant slots = log.startOf(pid).orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "a process that joins begins its first task %.2f s after it has slots, %.2f s after its launch%n",
                    seconds(slots, begun),
                    seconds(launched, begun));
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1_000.0;
    }
}
