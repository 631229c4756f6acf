package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.runtime.backlog.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagTableTest {

    private static final Backlog BACKLOG = new Backlog(
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(
                    new Backlog.Line(
                            "encoder",
                            "encoder-tasks",
                            12,
                            4,
                            4,
                            Optional.of(Duration.ofSeconds(63)),
                            Optional.of(Duration.ofSeconds(160))),
                    new Backlog.Line(
                            "encoder-service", "video-requested", 0, 0, 0, Optional.empty(), Optional.empty())),
            OptionalInt.of(2));

    private static final LagTable TABLE = new LagTable(
            BACKLOG,
            List.of(
                    worker("host-17-a1b2", 4, 2, null),
                    worker("host-18-c3d4", 0, 0, "draining: ordered to take no tasks")));

    @Test
    void tellsWhatWaitsAndForHowLong() {
        assertThat(TABLE.text().lines().map(line -> line.strip().replaceAll(" {2,}", "  ")))
                .containsExactly(
                        "GROUP  TOPIC  WAITING  RUNNING  SLOTS  FREE  OLDEST  WORK  DRAINED IN",
                        "encoder  encoder-tasks  12  4  4  0  1 min 3 s  2 min 40 s  40.0 s",
                        "encoder-service  video-requested  0  -  -  -  -  -  -",
                        "2 videos will be late with these slots.",
                        "",
                        "WORKER  SLOTS  RUNNING  STATE",
                        "host-17-a1b2  6  1  takes tasks",
                        "host-18-c3d4  0  1  draining: ordered to take no tasks");
    }

    @Test
    void tellsAProgramTheSame() {
        assertThat(TABLE.json())
                .startsWith("{\"at\":\"2026-01-02T03:04:05Z\",\"groups\":[{\"group\":\"encoder\","
                        + "\"topic\":\"encoder-tasks\","
                        + "\"waiting\":12,\"running\":4,\"slots\":4,\"free\":0,\"oldestWaitingMs\":63000,"
                        + "\"workMs\":160000,\"timeToDrainMs\":40000}")
                .contains("\"free\":0,\"oldestWaitingMs\":null}],\"predictedLate\":2,\"workers\":[{"
                        + "\"worker\":\"host-17-a1b2\","
                        + "\"version\":\"1\",\"slots\":4,\"shortSlots\":2,\"running\":1,\"draining\":false,"
                        + "\"drainingBecause\":null}")
                .endsWith("\"draining\":true,\"drainingBecause\":\"draining: ordered to take no tasks\"}]}");
    }

    private static WorkerHeartbeat worker(String name, int slots, int shortSlots, @Nullable String drainingBecause) {
        Instant at = BACKLOG.at();
        return WorkerHeartbeat.newBuilder()
                .setWorker(name)
                .setAt(at)
                .setStartedAt(at)
                .setVersion("1")
                .setDraining(drainingBecause != null)
                .setDrainingBecause(drainingBecause)
                .setSlots(slots)
                .setShortSlots(shortSlots)
                .setRunning(List.of(new RunningTask("v", 1, "video-00000", 1, at, 0L, 0L, "", false)))
                .build();
    }
}
