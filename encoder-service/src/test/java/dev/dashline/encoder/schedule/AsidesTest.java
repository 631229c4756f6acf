package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.beat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.schedule.ScheduleEffect.PutAside;
import dev.dashline.events.encoder.ProvenWrong;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which workers are put aside, for how long, and when that is taken back. */
class AsidesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestSchedule test = new TestSchedule();

    @BeforeEach
    void twoWorkersAreThere() {
        test.heard("blind", 1);
        test.heard("seeing", 1);
    }

    @Test
    void aWorkerIsPutAsideForAMinuteOnceOthersCouldDoThreeOfItsTasks() {
        wrong("blind", 2);
        assertThat(test.aside).isEmpty();

        wrong("blind", 1);

        assertThat(test.aside)
                .containsExactly(new PutAside("blind", "SOURCE_NOT_FOUND where others succeed", test.now.plus(MINUTE)));
    }

    @Test
    void aWorkerThatIsWrongNowAndThenIsNotPutAside() {
        for (int time = 0; time < 10; time++) {
            wrong("blind", 2);
            test.pass(Duration.ofMinutes(11));
        }

        assertThat(test.aside).isEmpty();
    }

    @Test
    void whatFailedBeforeItWasPutAsideDoesNotCountAfterwards() {
        Instant before = test.now;
        wrong("blind", 3);

        test.pass(MINUTE.multipliedBy(2));
        wrongSince("blind", before);

        assertThat(test.aside).hasSize(1);
    }

    @Test
    void aWorkerThatIsWrongAgainRightAfterIsPutAsideForTwiceAsLongUpToHalfAnHour() {
        wrong("blind", 3);
        for (int minutes : List.of(2, 4, 8, 16, 30, 30)) {
            test.now = test.aside.get(0).until().plus(SECOND);
            test.aside.clear();

            wrong("blind", 1);

            assertThat(test.aside)
                    .extracting(PutAside::until)
                    .containsExactly(test.now.plus(Duration.ofMinutes(minutes)));
        }
    }

    @Test
    void aWorkerThatIsWrongLongAfterBeginsAnew() {
        wrong("blind", 3);
        test.pass(Duration.ofMinutes(12));
        test.aside.clear();

        wrong("blind", 2);
        assertThat(test.aside).isEmpty();
        wrong("blind", 1);

        assertThat(test.aside).extracting(PutAside::until).containsExactly(test.now.plus(MINUTE));
    }

    @Test
    void theLastWorkerThatTakesTasksIsNotPutAside() {
        wrong("blind", 3);
        wrong("seeing", 5);

        assertThat(test.aside).extracting(PutAside::worker).containsExactly("blind");
    }

    @Test
    void aWorkerIsNotPutAsideWhileAllOthersDrain() {
        test.heard(beat("seeing", 0, 0, List.of()).setDraining(true).build());

        wrong("blind", 5);

        assertThat(test.aside).isEmpty();
    }

    @Test
    void aWorkerThatIsAsideIsTakenBackWhenNobodyElseIsLeft() {
        wrong("blind", 3);
        Instant until = test.aside.get(0).until();
        for (int second = 0; second < 10; second++) {
            test.pass(SECOND);
            hearAside("blind", until);
            test.heard("seeing", 1);
        }
        assertThat(test.aside).hasSize(1);
        assertThat(test.schedule.workers()).isEqualTo(1);

        test.aside.clear();
        for (int second = 0; second < 8; second++) { // The other one is silent for 3 s, and 3.5 s more.
            test.pass(SECOND);
            hearAside("blind", until);
        }

        assertThat(test.aside).containsExactly(new PutAside("blind", "no other worker is left", test.now));
    }

    @Test
    void aNewSchedulerKnowsWhoIsAsideFromHeartbeats() {
        Instant until = test.now.plus(MINUTE);
        hearAside("blind", until);

        test.now = until.plus(SECOND);
        test.heard("blind", 1);
        test.heard("seeing", 1);
        wrong("blind", 1);

        assertThat(test.aside).extracting(PutAside::until).containsExactly(test.now.plus(MINUTE.multipliedBy(2)));
    }

    private void hearAside(String worker, Instant until) {
        test.heard(beat(worker, 0, 0, List.of())
                .setDraining(true)
                .setAsideUntil(until)
                .build());
    }

    private void wrong(String worker, int times) {
        for (int time = 0; time < times; time++) {
            wrongSince(worker, test.now);
        }
    }

    private void wrongSince(String worker, Instant failedAt) {
        test.provenWrong(new ProvenWrong(worker, "SOURCE_NOT_FOUND", failedAt));
    }
}
