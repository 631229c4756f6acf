package dev.dashline.encoder;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TracedTasksTest {

    private static final Duration TAKES = Duration.ofSeconds(7);

    private final ManualClock clock = new ManualClock(T0);
    private final List<AttemptSpan> spans = new ArrayList<>();
    private final EncoderTask task =
            task("v", 3, new TaskReady("video-00004", 2, 0L, List.of(), new TranscodeVideo(4)));

    @Test
    void tellsWhichTryTookHowLongWhere() throws Exception {
        run((task, context) -> {
            clock.advance(TAKES);
            return new TaskOutcome.Transcoded(part(task));
        });

        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.name()).isEqualTo("transcode_video");
            assertThat(span.interval()).isEqualTo(new Interval(T0, T0.plus(TAKES)));
            assertThat(span.facts().failure()).isEmpty();
            assertThat(span.facts().attributes())
                    .containsEntry("dashline.worker", "w")
                    .containsEntry("dashline.task", "video-00004")
                    .containsEntry("dashline.epoch", "2");
        });
    }

    @Test
    void tellsWhyATryFailed() throws Exception {
        run((task, context) -> new TaskOutcome.Failed(
                Requests.failed(FailureCode.CORRUPT_MEDIA).getFailure(), OptionalInt.empty()));

        assertThat(spans)
                .singleElement()
                .satisfies(span -> assertThat(span.facts().failure()).contains("CORRUPT_MEDIA"));
    }

    @Test
    void tellsThatATryWasLeft() {
        assertThatThrownBy(() -> run((task, context) -> {
                    throw new InterruptedException("cancelled");
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(spans)
                .singleElement()
                .satisfies(span -> assertThat(span.facts().failure()).contains("left"));
    }

    private void run(TaskExecutor executor) throws InterruptedException {
        var unused = new TracedTasks(executor, "w", spans::add, clock).execute(task, millis -> {});
    }
}
