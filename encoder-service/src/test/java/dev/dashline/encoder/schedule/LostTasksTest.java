package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static dev.dashline.encoder.schedule.TestSchedule.again;
import static dev.dashline.encoder.schedule.TestSchedule.beat;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a task counts as lost. */
class LostTasksTest {

    private static final Duration CHUNK = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TaskTry FIRST = chunk("v", 0);
    private static final TaskTry SECOND_TASK = chunk("v", 1);

    private final TestSchedule test = new TestSchedule();

    @BeforeEach
    void twoTasksAreReady() {
        test.open("v", CHUNK.multipliedBy(2));
        test.chunks("v", 2, CHUNK);
    }

    @Test
    void whatASilentWorkerRanIsLost() {
        test.heard("silent", 1);
        test.heard("silent", 1, FIRST);
        test.heard("other", 1, SECOND_TASK);

        test.beats(SECOND.multipliedBy(3), "other", 1, SECOND_TASK);
        assertThat(test.lost).isEmpty();
        test.beats(SECOND, "other", 1, SECOND_TASK);

        assertThat(test.lost).containsExactly(FIRST);
        assertThat(test.workersLost).containsExactly(true);
        assertThat(test.schedule.summary(test.now).workers()).isEqualTo(1);
    }

    @Test
    void nothingIsLostWhileNoHeartbeatCouldBeHeard() {
        test.heard("one", 1, FIRST);
        test.heard("other", 1, SECOND_TASK);

        test.pass(Duration.ofMinutes(1));
        test.heard("one", 1, FIRST);
        test.pass(SECOND);
        test.heard("other", 1, SECOND_TASK);
        test.beats(SECOND.multipliedBy(2), "one", 1, FIRST);

        assertThat(test.lost).isEmpty();
    }

    @Test
    void aTaskThatWasReleasedBeforeOthersThatAreDoneIsLostThoughNoHeartbeatNamedThem() {
        test.heard("w", 2);
        for (int second = 0; second < 8; second++) {
            test.settled(chunk("v", second + 1));
            test.ready(chunk("v", second + 2), CHUNK);
            test.beats(SECOND, "w", 2);
        }

        assertThat(test.lost).containsExactly(FIRST);
    }

    @Test
    void whatAnotherWorkerRunsBesideASilentOneIsNotLost() {
        test.heard("silent", 1);
        test.heard("silent", 1, FIRST);
        test.heard("other", 1, FIRST);

        test.beats(SECOND.multipliedBy(5), "other", 1, FIRST);

        assertThat(test.lost).isEmpty();
    }

    @Test
    void whatAnotherWorkerStillRunsHasNotEnded() {
        test.heard("one", 1);
        test.heard("one", 1, FIRST);
        test.heard("other", 1, FIRST);
        test.heard("one", 1, SECOND_TASK);

        test.beats(Duration.ofSeconds(40), "other", 1, FIRST);

        assertThat(test.lost).doesNotContain(FIRST);
    }

    @Test
    void aReleasedTaskThatNoWorkerTakesIsLost() {
        test.heard("w", 1);

        test.beats(SECOND.multipliedBy(3), "w", 1);
        assertThat(test.lost).isEmpty();
        test.beats(SECOND, "w", 1);

        assertThat(test.lost).containsExactly(FIRST);
        assertThat(test.workersLost).containsExactly(false);
    }

    /** Each comes again at the end of the queue: if all did, a slow fleet would have ever more to take. */
    @Test
    void ofManyTasksThatNobodyTakesOneComesAgainAndShowsWhetherTheOthersAreLost() {
        test.heard("w", 3);
        test.beats(SECOND.multipliedBy(7), "w", 3);
        assertThat(test.lost).containsExactly(FIRST);

        test.ready(again(FIRST), CHUNK);
        test.beats(SECOND.multipliedBy(5), "w", 3, again(FIRST));

        assertThat(test.lost).containsExactly(FIRST, SECOND_TASK);
    }

    @Test
    void aReleasedTaskIsNotLostWhileAllSlotsAreBusy() {
        test.heard("w", 1);
        test.beats(SECOND.multipliedBy(20), "w", 1, chunk("forgotten", 7));

        assertThat(test.lost).isEmpty();
    }

    /** The brokers hand tasks out in the order of their release, so a process has taken it and died. */
    @Test
    void aReleasedTaskIsLostOnceALaterOneHasBeenTakenForAWhile() {
        test.heard("w", 2);
        test.heard("w", 2, SECOND_TASK);
        test.settled(SECOND_TASK);
        test.pass(SECOND);
        TaskTry later = chunk("v", 2);
        test.ready(later, CHUNK);
        test.heard("w", 2);

        test.beats(SECOND.multipliedBy(3), "w", 2, later);
        assertThat(test.lost).isEmpty();
        test.beats(SECOND.multipliedBy(2), "w", 2, later);

        assertThat(test.lost).containsExactly(FIRST);
    }

    /** When a large fleet starts, its workers need some time to take as many tasks as it has slots. */
    @Test
    void aReleasedTaskIsNotLostWhileWorkersTakeEarlierOnes() {
        List<TaskTry> tasks = new ArrayList<>(List.of(FIRST, SECOND_TASK));
        for (int chunk = 2; chunk < 40; chunk++) {
            tasks.add(chunk("v", chunk));
            test.ready(tasks.get(chunk), CHUNK);
        }
        test.heard("w", 40);

        for (int taken = 1; taken <= tasks.size(); taken++) {
            test.beats(SECOND, "w", 40, tasks.subList(0, taken).toArray(new TaskTry[0]));
        }

        assertThat(test.lost).isEmpty();
    }

    @Test
    void aTaskThatHasEndedWaitsForItsResult() {
        test.heard("w", 1);
        test.heard("w", 1, FIRST);
        test.heard("w", 1, SECOND_TASK);

        test.beats(Duration.ofSeconds(29), "w", 1, SECOND_TASK);
        assertThat(test.lost).isEmpty();
        test.beats(SECOND, "w", 1, SECOND_TASK);

        assertThat(test.lost).containsExactly(FIRST);
    }

    @Test
    void aWorkerThatLeavesLosesNothing() {
        test.heard("w", 1);
        test.heard("w", 1, FIRST);
        test.heard(beat("w", 0, 0, List.of()).setDraining(true).build());
        test.settled(FIRST);

        test.beats(Duration.ofSeconds(10), "other", 1, SECOND_TASK);

        assertThat(test.lost).isEmpty();
        assertThat(test.schedule.summary(test.now).workers()).isEqualTo(1);
    }

    @Test
    void aLostTaskIsForgottenUntilItsNextTry() {
        test.heard("w", 1);
        test.beats(SECOND.multipliedBy(4), "w", 1);
        assertThat(test.lost).containsExactly(FIRST);
        test.takeReleased();

        test.heard("w", 1, SECOND_TASK);
        test.ready(again(FIRST), CHUNK);
        test.settled(SECOND_TASK);
        test.heard("w", 1);

        assertThat(test.takeReleased()).containsExactly(again(FIRST));
    }

    @Test
    void whatWasRestoredGetsTimeToBeNamed() {
        test.pass(Duration.ofHours(1));
        test.schedule.restored(again(FIRST), 1_000, T0, Optional.of(new Release(T0, 1)));

        test.heard("w", 3);
        test.beats(SECOND.multipliedBy(3), "w", 3);
        assertThat(test.lost).isEmpty();
        test.beats(SECOND, "w", 3);

        assertThat(test.lost).contains(again(FIRST));
        assertThat(test.workersLost).containsOnly(true);
    }

    @Test
    void whatWasReleasedLongBeforeItWasRestoredTakesNoSlot() {
        test.schedule.restored(again(FIRST), 1_000, T0, Optional.of(new Release(T0, 1)));
        test.pass(Duration.ofSeconds(4));

        test.heard("w", 1);

        assertThat(test.takeReleased()).containsExactly(SECOND_TASK);
    }
}
