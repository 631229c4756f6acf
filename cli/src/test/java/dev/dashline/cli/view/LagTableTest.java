package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.kafka.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagTableTest {

    private static final Backlog BACKLOG = new Backlog(
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(
                    new Backlog.Line("encoder", "encoder-tasks", 12, 4, 4, Optional.of(Duration.ofSeconds(63))),
                    new Backlog.Line("encoder-service", "video-requested", 0, 0, 0, Optional.empty())));

    @Test
    void tellsWhatWaitsAndForHowLong() {
        assertThat(LagTable.text(BACKLOG).lines().map(line -> line.strip().replaceAll(" {2,}", "  ")))
                .containsExactly(
                        "GROUP  TOPIC  WAITING  RUNNING  SLOTS  FREE  OLDEST",
                        "encoder  encoder-tasks  12  4  4  0  1 min 3 s",
                        "encoder-service  video-requested  0  -  -  -  -");
    }

    @Test
    void tellsAProgramTheSame() {
        assertThat(LagTable.json(BACKLOG))
                .startsWith("{\"at\":\"2026-01-02T03:04:05Z\",\"groups\":[{\"group\":\"encoder\","
                        + "\"topic\":\"encoder-tasks\","
                        + "\"waiting\":12,\"running\":4,\"slots\":4,\"free\":0,\"oldestWaitingMs\":63000}")
                .endsWith("\"free\":0,\"oldestWaitingMs\":null}]}");
    }
}
