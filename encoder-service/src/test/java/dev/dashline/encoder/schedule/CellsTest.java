package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static dev.dashline.encoder.schedule.TestSchedule.beat;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fleet whose workers are members of more than one share group. */
class CellsTest {

    private static final Duration CHUNK = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestSchedule test = new TestSchedule();

    @BeforeEach
    void open() {
        test.open("v", CHUNK.multipliedBy(10));
    }

    @Test
    void releasesTasksWhereSlotsAreFree() {
        heard("a", 1, 2);
        heard("b", 2, 3, chunk("w", 7));
        heard("c", 3, 1, chunk("w", 8));

        test.chunks("v", 6, CHUNK);

        assertThat(test.cells).containsExactlyInAnyOrder(1, 1, 2, 2);
    }

    @Test
    void countsWhatIsOnItsWayToEachCell() {
        test.chunks("v", 6, CHUNK);
        heard("a", 1, 2);
        assertThat(test.cells).containsExactly(1, 1);
        heard("b", 2, 1);
        assertThat(test.cells).containsExactly(1, 1, 2);

        heard("b", 2, 1, test.released.get(2));
        heard("a", 1, 2, test.released.get(0), test.released.get(1));
        assertThat(test.cells).hasSize(3);
        heard("b", 2, 1);
        assertThat(test.cells).containsExactly(1, 1, 2, 2);
    }

    @Test
    void aTaskThatWasReleasedToACellWithoutWorkersIsLostOnceOthersCouldTakeIt() {
        test.chunks("v", 3, CHUNK);
        heard("a", 1, 1);
        heard("b", 2, 1);
        TaskTry first = test.released.get(0);
        heard("a", 1, 1, first);
        test.heard(beat("b", 0, 0, List.of()).setCell(2).setDraining(true).build());

        beats(SECOND.multipliedBy(3), "a", first);
        assertThat(test.lost).isEmpty();
        beats(SECOND, "a", first);

        assertThat(test.lost).containsExactly(test.released.get(1));
    }

    @Test
    void aTaskWaitsInItsCellWhileNobodyWorksAnywhere() {
        test.chunks("v", 1, CHUNK);
        heard("b", 2, 1);
        test.heard(beat("b", 0, 0, List.of()).setCell(2).setDraining(true).build());
        for (int second = 0; second < 60; second++) {
            test.pass(SECOND);
            test.heard(beat("c", 0, 0, List.of()).build());
        }
        assertThat(test.lost).isEmpty();
    }

    @Test
    void remembersTheCellOfATaskWhenAnotherProcessTakesTheQueue() {
        test.schedule.restored(chunk("v", 0), CHUNK.toMillis(), T0, Optional.of(new Release(T0, 2)));
        test.chunks("v", 3, CHUNK);

        heard("b", 2, 1);
        assertThat(test.cells).isEmpty();
        heard("a", 1, 1);
        assertThat(test.cells).containsExactly(1);
    }

    private void heard(String worker, int cell, int slots, TaskTry... running) {
        test.heard(beat(worker, slots, 2, List.of(running))
                .setCell(cell)
                .setShortCell(cell)
                .build());
    }

    private void beats(Duration time, String worker, TaskTry running) {
        for (long second = 0; second < time.toSeconds(); second++) {
            test.pass(SECOND);
            heard(worker, 1, 1, running);
        }
    }
}
