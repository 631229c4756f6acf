package dev.dashline.systemtests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aSlotIsIdleFromTheEndOfATaskToTheNextBeginWhileWorkWaits() {
        SlotUse use = new SlotUse(List.of(
                chunk("video-0", "a/0", 0, 10),
                chunk("video-1", "a/1", 1, 10),
                chunk("video-2", "a/0", 11, 20),
                chunk("video-3", "a/1", 11, 20)));

        assertThat(use.slots()).isEqualTo(2);
        assertThat(use.idleShare()).isCloseTo(2.0 / 21, within(1e-9));
        assertThat(use.lastFirstBegin()).isEqualTo(at(1));
        assertThat(use.lastEnd()).isEqualTo(at(20));
        assertThat(use.meanTime()).isEqualTo(Duration.ofMillis(9_250));
        assertThat(use.repeated()).isZero();
    }

    @Test
    void aChunkThatIsTriedAgainIsCountedOnce() {
        SlotUse use = new SlotUse(List.of(chunk("video-0", "a/0", 0, 10), chunk("video-0", "b/0", 5, 15)));

        assertThat(use.chunks()).isEqualTo(1);
        assertThat(use.repeated()).isEqualTo(1);
    }

    @Test
    void anUrgentVideoIsLateAfterTheFirstEndThatNoOtherUrgentOneHasTaken() {
        List<TaskRun> runs = List.of(
                run("low", "video-0", "a/0", 0, 10),
                run("low", "video-1", "a/1", 0, 12),
                run("one", "analyze", "a/short-0", 1, 2),
                run("two", "analyze", "a/short-0", 2, 3),
                run("one", "video-0", "a/0", 11, 20),
                run("two", "video-0", "a/1", 14, 20));

        assertThat(UrgentFigures.delays(runs, Set.of("one", "two")))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void aLossOfTheSchedulerLastsUntilATaskBeginsThatItHadNotReleased() {
        List<TaskRun> runs = List.of(
                run("video", "video-0", "a/0", 9, 12),
                run("video", "video-1", "a/1", 11, 12),
                run("video", "video-2", "a/0", 15, 16),
                run("video", "video-3", "a/1", 16, 17));

        assertThat(FailoverFigures.recovery(runs, at(10))).isEqualTo(Duration.ofSeconds(5));
    }

    private static TaskRun chunk(String task, String worker, int begun, int ended) {
        return run("video", task, worker, begun, ended);
    }

    private static TaskRun run(String video, String task, String worker, int begun, int ended) {
        return new TaskRun(video, task, worker, at(begun), Optional.of(at(ended)));
    }

    private static Instant at(int seconds) {
        return T0.plusSeconds(seconds);
    }
}
