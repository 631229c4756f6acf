package dev.dashline.encoder.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.schedule.QueueSummary.InLane;
import dev.dashline.runtime.backlog.Backlog;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixty chunks of one video on two slots, and how long that will still take as the scheduler says meanwhile. */
class TimeToDrainTest {

    private static final int CHUNKS = 60;
    private static final int SLOTS = 2;
    private static final Duration CHUNK = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final double UNEVEN = 0.4;

    private final TestSchedule test = new TestSchedule();
    private final Random random = new Random(1);
    /** What runs, and when it will end. */
    private final TreeMap<TaskTry, Instant> running =
            new TreeMap<>((one, other) -> one.taskId().compareTo(other.taskId()));

    private final List<Said> said = new ArrayList<>();
    private int done;

    /** @param done how many chunks were done */
    private record Said(Instant at, Duration timeToDrain, int done) {}

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 1, 2, 4})
    void isWithinAQuarterOfTheTruthFromTheTenthChunkOn(double predicted) {
        Instant end = encode(CHUNKS, predicted, 0);

        assertThatAllIsWithinAQuarter(end, TICK);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 1, 2, 4})
    void isSoForUnevenChunksButForWhatTheLastOnesDiffer(double predicted) {
        Instant end = encode(CHUNKS, predicted, UNEVEN);

        assertThatAllIsWithinAQuarter(end, Duration.ofMillis(Math.round(UNEVEN * CHUNK.toMillis())));
    }

    private void assertThatAllIsWithinAQuarter(Instant end, Duration tolerance) {
        assertThat(said)
                .filteredOn(each -> each.done() >= 10)
                .hasSizeGreaterThan(500)
                .allSatisfy(each -> {
                    Duration truth = Duration.between(each.at(), end);
                    assertThat(each.timeToDrain())
                            .as("%s before the end", truth)
                            .isCloseTo(truth, truth.dividedBy(4).plus(tolerance));
                });
    }

    @Test
    void fallsWhileTasksRun() {
        encode(SLOTS, 1, 0);

        assertThat(said).extracting(Said::timeToDrain).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(said).first().extracting(Said::timeToDrain).isEqualTo(CHUNK);
    }

    /** Returns when all is done. Chunks take {@link #CHUNK} on average. */
    private Instant encode(int chunks, double predicted, double uneven) {
        Duration work = Duration.ofMillis(Math.round(CHUNK.toMillis() * predicted));
        test.open("v", work.multipliedBy(chunks));
        test.chunks("v", chunks, work);
        while (done < chunks) {
            endTasks();
            test.heard("w", SLOTS, running.keySet().toArray(TaskTry[]::new));
            test.takeReleased().forEach(task -> running.put(task, test.now.plus(time(uneven))));
            test.heard("w", SLOTS, running.keySet().toArray(TaskTry[]::new));
            InLane lane = Objects.requireNonNull(
                    test.schedule.summary(test.now).lanes().get(Lane.ENCODE));
            said.add(new Said(test.now, timeToDrain(lane), done));
            test.pass(TICK);
        }
        return test.now;
    }

    private static Duration timeToDrain(InLane lane) {
        Optional<Duration> work = Optional.of(Duration.ofMillis(lane.workMillis()));
        return new Backlog.Line("", "", lane.waiting(), lane.running(), lane.slots(), Optional.empty(), work)
                .timeToDrain()
                .orElseThrow();
    }

    private void endTasks() {
        for (Iterator<TaskTry> tasks = running.keySet().iterator(); tasks.hasNext(); ) {
            TaskTry task = tasks.next();
            if (!test.now.isBefore(running.get(task))) {
                tasks.remove();
                test.settled(task);
                done++;
            }
        }
    }

    private Duration time(double uneven) {
        return Duration.ofMillis(Math.round(CHUNK.toMillis() * (1 + uneven * (2 * random.nextDouble() - 1))));
    }
}
