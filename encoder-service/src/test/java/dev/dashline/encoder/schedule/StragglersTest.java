package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.again;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a task is given to a second worker, and when a worker is told to stop one. */
class StragglersTest {

    private static final Duration CHUNK = Duration.ofSeconds(10);
    private static final TaskTry SLOW = chunk("v", 9);

    private final TestSchedule test = new TestSchedule();

    @Test
    void aTaskThatTakesTwiceAsLongAsOthersOfItsVideoIsReportedOnce() {
        onlyOneIsLeft(4);

        pass(Duration.ofSeconds(20));
        assertThat(test.slow).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(test.slow).containsExactly(SLOW);
        pass(Duration.ofMinutes(1));
        assertThat(test.slow).containsExactly(SLOW);
    }

    /** Without an ended task of the video, the prediction may be wrong for all of them. */
    @Test
    void aTaskOfAVideoThatNothingIsKnownOfMayTakeFourTimesAsLong() {
        onlyOneIsLeft(2);

        pass(Duration.ofSeconds(38));
        assertThat(test.slow).isEmpty();
        pass(Duration.ofSeconds(4));
        assertThat(test.slow).containsExactly(SLOW);
    }

    @Test
    void noTaskIsReportedWhileEverySlotIsBusy() {
        onlyOneIsLeft(4);
        test.open("w", CHUNK);
        test.chunks("w", 8, CHUNK);
        TaskTry[] busy = {chunk("w", 0), chunk("w", 1), chunk("w", 2), chunk("w", 3)};

        for (int second = 0; second < 60; second++) {
            test.pass(Duration.ofSeconds(1));
            test.heard("slow", 1, SLOW);
            test.heard("fast", 4, busy);
        }

        assertThat(test.slow).isEmpty();
    }

    @Test
    void aTaskIsNotReportedWhileOnlyItsOwnWorkerIsIdle() {
        onlyOneIsLeft(4);

        for (int second = 0; second < 60; second++) {
            test.pass(Duration.ofSeconds(1));
            test.heard("slow", 4, SLOW);
            test.heard("busy", 1, chunk("elsewhere", 0));
        }

        assertThat(test.slow).isEmpty();
    }

    @Test
    void theSecondTryGoesToAnIdleSlotAndTheFirstOneIsStoppedOnceItIsDone() {
        onlyOneIsLeft(4);
        pass(Duration.ofSeconds(22));
        test.takeReleased();

        test.ready(again(SLOW), CHUNK);
        assertThat(test.takeReleased()).containsExactly(again(SLOW));
        test.heard("fast", 4, again(SLOW));
        pass(Duration.ofSeconds(10));
        assertThat(test.stopped).isEmpty();

        test.settled(again(SLOW));
        test.pass(Duration.ofMillis(500));
        test.heard("slow", 1, SLOW);
        test.pass(Duration.ofMillis(500));
        test.heard("slow", 1, SLOW); // has not read the order yet

        assertThat(test.stopped).containsExactly(new ScheduleEffect.Stop("slow", SLOW, "is done elsewhere"));
    }

    @Test
    void theSecondTryIsStoppedIfTheFirstOneIsDoneBefore() {
        onlyOneIsLeft(4);
        pass(Duration.ofSeconds(22));
        test.ready(again(SLOW), CHUNK);
        test.heard("fast", 4, again(SLOW));

        test.settled(SLOW);
        test.pass(Duration.ofMillis(500));
        test.heard("fast", 4, again(SLOW));

        assertThat(test.stopped).containsExactly(new ScheduleEffect.Stop("fast", again(SLOW), "is done elsewhere"));
    }

    /** Workers hear themselves which attempts have ended. */
    @Test
    void whatBelongsToNoOpenAttemptIsNotStopped() {
        test.heard("w", 4, chunk("unknown", 3));

        assertThat(test.stopped).isEmpty();
    }

    /** Of a video, so many tasks were done in the time that was predicted, and one is left on a worker of its own. */
    private void onlyOneIsLeft(int done) {
        test.open("v", CHUNK.multipliedBy(done + 1));
        List<TaskTry> others = new ArrayList<>();
        for (int chunk = 0; chunk < done; chunk++) {
            others.add(chunk("v", chunk));
            test.ready(others.get(chunk), CHUNK);
        }
        test.heard("fast", 4);
        test.heard("fast", 4, others.toArray(new TaskTry[0]));
        test.pass(CHUNK);
        others.forEach(test::settled);
        test.ready(SLOW, CHUNK);
        test.heard("fast", 4);
        test.heard("slow", 1, SLOW);
    }

    /** Time passes, in which one worker has nothing to do. */
    private void pass(Duration time) {
        for (int second = 0; second < time.toSeconds(); second++) {
            test.pass(Duration.ofSeconds(1));
            test.heard("slow", 1, SLOW);
            test.heard("fast", 4, test.released.contains(again(SLOW)) ? new TaskTry[] {again(SLOW)} : new TaskTry[0]);
        }
    }
}
