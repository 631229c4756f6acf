package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.backlog.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    @Test
    void tellsWhatWaitsAndForHowLong() {
        assertThat(LagTable.text(BACKLOG).lines().map(line -> line.strip().replaceAll(" {2,}", "  ")))
                .containsExactly(
                        "GROUP  TOPIC  WAITING  RUNNING  SLOTS  FREE  OLDEST  WORK  DRAINED IN",
                        "encoder  encoder-tasks  12  4  4  0  1 min 3 s  2 min 40 s  40.0 s",
                        "encoder-service  video-requested  0  -  -  -  -  -  -",
                        "2 videos will be late with these slots.");
    }

    @Test
    void tellsAProgramTheSame() {
        assertThat(LagTable.json(BACKLOG))
                .startsWith("{\"at\":\"2026-01-02T03:04:05Z\",\"groups\":[{\"group\":\"encoder\","
                        + "\"topic\":\"encoder-tasks\","
                        + "\"waiting\":12,\"running\":4,\"slots\":4,\"free\":0,\"oldestWaitingMs\":63000,"
                        + "\"workMs\":160000,\"timeToDrainMs\":40000}")
                .endsWith("\"free\":0,\"oldestWaitingMs\":null}],\"predictedLate\":2}");
    }
}
