package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static dev.dashline.encoder.schedule.TestSchedule.again;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static dev.dashline.encoder.schedule.TestSchedule.priority;
import static dev.dashline.encoder.schedule.TestSchedule.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.encoder.schedule.QueueSummary.OfVideo;
import dev.dashline.events.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In which order videos come. */
class UrgencyTest {

    private static final Duration CHUNK = Duration.ofSeconds(10);

    private final TestSchedule test = new TestSchedule();

    @Test
    void aDeadlineGoesFirst() {
        test.open("soft", CHUNK, priority(Priority.NORMAL));
        test.open("hard", CHUNK, timeout(Duration.ofMinutes(5)));

        assertThat(orderOf("soft", "hard")).containsExactly("hard", "soft");
    }

    @Test
    void highGoesBeforeNormalBeforeLow() {
        test.open("low", CHUNK, priority(Priority.LOW));
        test.open("normal", CHUNK, priority(Priority.NORMAL));
        test.open("high", CHUNK, priority(Priority.HIGH));

        assertThat(orderOf("low", "normal", "high")).containsExactly("high", "normal", "low");
    }

    @Test
    void aShortVideoGoesBeforeALongOneThatCameWithIt() {
        test.open("long", Duration.ofHours(10));
        test.pass(Duration.ofMinutes(1));
        test.open("short", CHUNK);

        assertThat(orderOf("long", "short")).containsExactly("short", "long");
    }

    @Test
    void whatHasWaitedForLongGoesBeforeWhatIsNew() {
        test.open("low", CHUNK, priority(Priority.LOW));
        test.pass(Duration.ofHours(3));
        test.open("high", CHUNK, priority(Priority.HIGH));

        assertThat(orderOf("low", "high")).containsExactly("low", "high");
    }

    @Test
    void aDeadlineGoesBeforeABacklogThatHasWaitedForTooLong() {
        test.open("low", Duration.ofHours(10), priority(Priority.LOW));
        test.pass(Duration.ofHours(20));
        test.open("hard", CHUNK, timeout(Duration.ofMinutes(1)));
        test.chunks("low", 100, CHUNK);

        assertThat(orderOf("hard")).containsExactly("hard");
    }

    @Test
    void aBacklogThatHasWaitedForTooLongDoesNotStarveBehindDeadlines() {
        test.open("low", Duration.ofHours(10), priority(Priority.LOW));
        test.chunks("low", 100, CHUNK);
        test.pass(Duration.ofHours(20));
        test.open("hard", CHUNK.multipliedBy(60), timeout(Duration.ofMinutes(20)));
        test.chunks("hard", 60, CHUNK);

        oneSlotRuns(40);

        assertThat(test.released.stream().filter(task -> task.videoId().equals("low")))
                .hasSize(5);
    }

    @Test
    void whatCannotBeInTimeGoesBehindWhatCan() {
        test.open("late", CHUNK.multipliedBy(100), timeout(Duration.ofSeconds(20)));
        test.open("soft", CHUNK);
        test.chunks("late", 3, CHUNK);

        assertThat(orderOf("soft")).containsExactly("soft");
        QueueSummary summary = test.schedule.summary(test.now);
        assertThat(summary.predictedLate()).isEqualTo(1);
        assertThat(summary.videos())
                .extracting(OfVideo::videoId, OfVideo::turn, OfVideo::endsIn)
                .containsExactly(
                        tuple("soft", VideoTurn.BY_URGENCY, Optional.of(CHUNK)),
                        tuple("late", VideoTurn.BEHIND, Optional.of(CHUNK.multipliedBy(4))));
    }

    @Test
    void anotherTryGoesFirst() {
        test.open("v", CHUNK);
        test.chunks("v", 3, CHUNK);
        test.ready(again(chunk("v", 2)), CHUNK);

        test.heard("w", 2);

        assertThat(test.released).containsExactly(again(chunk("v", 2)), chunk("v", 0));
    }

    @Test
    void holdsBackWhatCouldNotEndInTimeIfItStartedNow() {
        test.open("first", CHUNK.multipliedBy(3), timeout(Duration.ofMinutes(5)));
        test.open("held", CHUNK, TestSchedule::tenSecondsFromItsStart);
        test.chunks("first", 3, CHUNK);
        test.chunks("held", 1, CHUNK);

        oneSlotRuns(3);
        assertThat(test.takeReleased()).containsExactly(chunk("first", 0), chunk("first", 1), chunk("first", 2));
        endOf(chunk("first", 2));

        assertThat(test.released).containsExactly(chunk("held", 0));
    }

    @Test
    void holdsNothingBackForEverOnAnIdleFleet() {
        test.schedule.opened(
                "unplanned",
                TestSchedule.demand(
                        TestSchedule.request(T0, priority(Priority.HIGH)), Optional.empty(), Optional.empty()));
        test.open("held", CHUNK, TestSchedule::tenSecondsFromItsStart);
        test.chunks("held", 1, CHUNK);

        test.heard("w", 1);
        assertThat(test.released).isEmpty();
        test.beats(Duration.ofSeconds(6), "w", 1);

        assertThat(test.released).containsExactly(chunk("held", 0));
    }

    /** Each video gets a task, and one slot runs them all. */
    private List<String> orderOf(String... videoIds) {
        for (String videoId : videoIds) {
            test.ready(chunk(videoId, 0), CHUNK);
        }
        oneSlotRuns(videoIds.length);
        return test.takeReleased().stream().map(TaskTry::videoId).toList();
    }

    /** One slot runs so many tasks; the last one has just begun. */
    private void oneSlotRuns(int tasks) {
        test.heard("w", 1);
        for (int task = 0; task < tasks; task++) {
            TaskTry running = test.released.get(test.released.size() - 1);
            test.heard("w", 1, running);
            if (task < tasks - 1) {
                endOf(running);
            }
        }
    }

    private void endOf(TaskTry task) {
        test.beats(CHUNK, "w", 1, task);
        test.settled(task);
        test.heard("w", 1);
    }
}
