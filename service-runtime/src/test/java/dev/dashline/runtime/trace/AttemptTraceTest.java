package dev.dashline.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.trace.AttemptSpan.Facts;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptTraceTest {

    private static final Interval WHEN = new Interval(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    private static final Interval LATER = new Interval(Instant.EPOCH.plusSeconds(1), Instant.EPOCH.plusSeconds(1));
    private static final Facts GOOD = Facts.good(Map.of());

    private final AttemptTrace trace = new AttemptTrace("v", 1);

    /** What docs/operations.md says: printf v/1 | sha256sum | cut -c 1-32. */
    @Test
    void anybodyCanComputeTheIdOfATrace() {
        assertThat(trace.traceId()).isEqualTo("cbc66753b9c4a2aa8a3d12b3f2fe3d19");
    }

    @Test
    void whatIsToldAgainHasTheSameId() {
        AttemptSpan told =
                new AttemptTrace("v", 1).ofTask("package", "package", 2, WHEN, Facts.failed("left", Map.of()));

        assertThat(trace.ofTask("package", "package", 2, WHEN, GOOD).id()).isEqualTo(told.id());
    }

    @Test
    void whateverElseHappensHasAnIdOfItsOwn() {
        assertThat(Stream.of(
                        trace.whole(WHEN, GOOD),
                        trace.part("request", WHEN, GOOD),
                        trace.ofTask("queue", "analyze", 1, WHEN, GOOD),
                        trace.ofTask("analyze", "analyze", 1, WHEN, GOOD),
                        trace.ofTask("analyze", "analyze", 1, LATER, GOOD),
                        trace.ofTask("analyze", "analyze", 2, WHEN, GOOD),
                        trace.ofTask("transcode_video", "video-00001", 1, WHEN, GOOD),
                        new AttemptTrace("v", 2).whole(WHEN, GOOD)))
                .extracting(AttemptSpan::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{16}"));
    }
}
