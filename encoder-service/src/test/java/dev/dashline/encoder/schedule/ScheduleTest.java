package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static dev.dashline.encoder.schedule.TestSchedule.beat;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.QueueSummary.InLane;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration CHUNK = Duration.ofSeconds(10);
    private static final TaskTry ANALYZE = new TaskTry("v", 1, TaskIds.ANALYZE, 1);

    private final TestSchedule test = new TestSchedule();

    @Test
    void releasesAsManyTasksAsSlotsAreFree() {
        test.open("v", CHUNK.multipliedBy(5));
        test.chunks("v", 5, CHUNK);
        assertThat(test.released).isEmpty();

        test.heard("w", 2);

        assertThat(test.released).containsExactly(chunk("v", 0), chunk("v", 1));
    }

    @Test
    void releasesATaskThatComesWhileASlotIsFree() {
        test.heard("w", 1);
        test.open("v", CHUNK);

        test.chunks("v", 2, CHUNK);

        assertThat(test.released).containsExactly(chunk("v", 0));
    }

    @Test
    void releasesNothingMoreUntilAWorkerHasEndedATask() {
        test.open("v", CHUNK.multipliedBy(5));
        test.chunks("v", 5, CHUNK);
        test.heard("w", 1);
        test.heard("w", 1);
        test.heard("w", 1, chunk("v", 0));
        assertThat(test.takeReleased()).containsExactly(chunk("v", 0));

        test.heard("w", 1);

        assertThat(test.released).containsExactly(chunk("v", 1));
    }

    @Test
    void neitherReleasesToDrainingWorkersNorToThoseWithoutSlots() {
        test.open("v", CHUNK);
        test.chunks("v", 1, CHUNK);

        test.heard(beat("w", 2, 1, List.of()).setDraining(true).build());
        test.heard(beat("x", 0, 0, List.of()).build());

        assertThat(test.released).isEmpty();
    }

    @Test
    void eachLaneHasSlotsOfItsOwn() {
        test.open("v", CHUNK);
        test.chunks("v", 3, CHUNK);
        test.ready(ANALYZE, CHUNK);

        test.heard(beat("w", 1, 1, List.of()).build());

        assertThat(test.released).containsExactlyInAnyOrder(chunk("v", 0), ANALYZE);
    }

    @Test
    void aRepeatedTaskIsReleasedOnce() {
        test.open("v", CHUNK);
        test.chunks("v", 1, CHUNK);
        test.chunks("v", 1, CHUNK);
        test.heard("w", 5);
        test.chunks("v", 1, CHUNK);

        assertThat(test.released).containsExactly(chunk("v", 0));
    }

    @Test
    void whatIsSettledIsNotReleased() {
        test.open("v", CHUNK);
        test.chunks("v", 2, CHUNK);

        test.settled(chunk("v", 0));
        test.settled(chunk("v", 0));
        test.heard("w", 5);

        assertThat(test.released).containsExactly(chunk("v", 1));
    }

    @Test
    void nothingOfAClosedAttemptIsReleased() {
        test.open("v", CHUNK);
        test.chunks("v", 2, CHUNK);

        test.closed("v", 1);
        test.chunks("v", 2, CHUNK);
        test.heard("w", 5);

        assertThat(test.released).isEmpty();
        assertThat(test.schedule.isOpen("v", 1)).isFalse();
    }

    @Test
    void aNewAttemptReplacesTheTasksOfTheOneBefore() {
        test.open("v", CHUNK);
        test.chunks("v", 2, CHUNK);

        test.open("v", CHUNK, request -> request.setAttempt(2));
        test.open("v", CHUNK);
        test.chunks("v", 2, CHUNK);
        test.closed("v", 1);
        TaskTry second = new TaskTry("v", 2, "video-00000", 1);
        test.ready(second, CHUNK);
        test.heard("w", 5);

        assertThat(test.released).containsExactly(second);
    }

    @Test
    void restoresWhatWaitsAndWhatWasReleased() {
        test.open("v", CHUNK);
        test.schedule.restored(chunk("v", 0), 10, T0, Optional.of(new Release(T0, 1)));
        test.schedule.restored(chunk("v", 1), 10, T0, Optional.empty());
        test.schedule.restored(chunk("v", 2), 10, T0, Optional.empty());

        test.heard("w", 3, chunk("v", 0));

        assertThat(test.released).containsExactly(chunk("v", 1), chunk("v", 2));
    }

    @Test
    void sumsUpWhatWaitsAndRuns() {
        test.open("v", CHUNK.multipliedBy(5));
        test.chunks("v", 5, CHUNK);
        test.pass(Duration.ofSeconds(1));
        test.ready(ANALYZE, Duration.ofSeconds(1));
        test.heard("w", 2);
        test.heard("w", 2, chunk("v", 0));

        QueueSummary summary = test.schedule.summary(test.now);
        assertThat(summary.workers()).isEqualTo(1);
        assertThat(summary.predictedLate()).isZero();
        assertThat(summary.lanes())
                .isEqualTo(Map.of(
                        Lane.ENCODE, new InLane(4, 1, 2, Optional.of(T0), 50_000),
                        Lane.SHORT, new InLane(1, 0, 2, Optional.of(T0.plusSeconds(1)), 1_000)));
        assertThat(summary.videos()).singleElement().satisfies(video -> {
            assertThat(video.videoId()).isEqualTo("v");
            assertThat(video.hasDeadline()).isFalse();
            assertThat(video.waiting()).isEqualTo(5);
            assertThat(video.running()).isEqualTo(1);
            assertThat(video.workMillis()).isEqualTo(50_000);
            assertThat(video.endsIn()).contains(Duration.ofSeconds(25));
        });
    }
}
