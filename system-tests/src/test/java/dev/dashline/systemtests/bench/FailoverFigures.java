package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Tells how soon after each loss of the scheduler a task began that another one had released. */
final class FailoverFigures {

    /** Meanwhile tasks may begin that the lost scheduler had released. No other one can have taken over by then. */
    private static final Duration STILL_RELEASED = Duration.ofSeconds(1);

    private FailoverFigures() {}

    /** Reads times in milliseconds since the epoch from standard input, prints milliseconds, one a line. */
    public static void main(String[] arguments) throws IOException {
        List<Instant> losses;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            losses = lines.lines()
                    .map(Long::parseLong)
                    .map(Instant::ofEpochMilli)
                    .toList();
        }
        try (TaskLog log = TaskLog.ofTasks(KafkaSettings.from(System.getenv()))) {
            log.readAll();
            losses.forEach(loss -> System.out.println(recovery(log.runs(), loss).toMillis()));
        }
    }

    /**
     * The time from a loss until the next task began.
     *
     * @param runs everything that ran
     */
    static Duration recovery(List<TaskRun> runs, Instant loss) {
        return runs.stream()
                .map(TaskRun::begunAt)
                .filter(begun -> begun.isAfter(loss.plus(STILL_RELEASED)))
                .min(Comparator.naturalOrder())
                .map(begun -> Duration.between(loss, begun))
                .orElseThrow(() -> new IllegalStateException("nothing began after " + loss));
    }
}
