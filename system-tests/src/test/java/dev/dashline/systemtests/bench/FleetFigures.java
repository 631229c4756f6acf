package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Prints how well a fleet has encoded one video; system-tests/bench/fleet says how to read it. */
final class FleetFigures {

    private FleetFigures() {}

    /** Arguments: the video, how many slots there are, and how many seconds a chunk takes. */
    public static void main(String[] arguments) {
        String videoId = arguments[0];
        int slots = Integer.parseInt(arguments[1]);
        Duration chunk = Duration.ofSeconds(Long.parseLong(arguments[2]));
        try (TaskLog log = TaskLog.ofTasks(KafkaSettings.from(System.getenv()))) {
            log.readAll();
            List<TaskRun> runs = log.runs().stream()
                    .filter(run -> run.videoId().equals(videoId))
                    .toList();
            Instant analyzed = runs.stream()
                    .filter(run -> !run.isEncoding())
                    .flatMap(run -> run.endedAt().stream())
                    .min(Instant::compareTo)
                    .orElseThrow();
            SlotUse use = new SlotUse(runs.stream().filter(TaskRun::isEncoding).toList());
            print(use, analyzed, slots, chunk);
        }
    }

    private static void print(SlotUse use, Instant analyzed, int slots, Duration chunk) {
        Duration makespan = Duration.between(analyzed, use.lastEnd());
        long rounds = (use.chunks() + slots - 1) / slots;
        Duration ideal = chunk.multipliedBy(rounds);
        System.out.printf(
                Locale.ROOT,
                "makespan: %.1f s, ideal %.1f s, ratio %.3f%n",
                seconds(makespan),
                seconds(ideal),
                seconds(makespan) / seconds(ideal));
        System.out.printf(Locale.ROOT, "slots that worked: %d of %d%n", use.slots(), slots);
        System.out.printf(
                Locale.ROOT,
                "every slot had begun after: %.2f s%n",
                seconds(Duration.between(analyzed, use.lastFirstBegin())));
        System.out.printf(Locale.ROOT, "idle while tasks waited: %.2f %%%n", 100 * use.idleShare());
        System.out.printf(
                Locale.ROOT,
                "time of a task beyond its work: %.0f ms%n",
                1_000 * seconds(use.meanTime().minus(chunk)));
        System.out.printf(Locale.ROOT, "chunks that were begun more than once: %d%n", use.repeated());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
