package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static dev.dashline.encoder.schedule.TestSchedule.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When a task that runs gives its slot to a more urgent video. */
class GivingWayTest {

    private static final Duration CHUNK = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String REASON = "gives way to a more urgent video";

    private final TestSchedule test = new TestSchedule();
    private final List<TaskTry> running = new ArrayList<>();
    private int capacity;

    @Test
    void aTaskOfALongVideoGivesWayToAShortOneAndComesBackLater() {
        longVideoRuns(1);

        requestShort("short");

        assertThat(test.stopped).containsExactly(new ScheduleEffect.Stop("w", chunk("long", 0), REASON));
        leave(chunk("long", 0));
        assertThat(test.takeReleased()).containsExactly(chunk("short", 0));
        runs(chunk("short", 0));
        test.settled(chunk("short", 0));
        running.clear();
        beat();
        assertThat(test.takeReleased()).containsExactly(chunk("long", 0));
    }

    @Test
    void aTaskGivesWayOnce() {
        longVideoRuns(1);
        requestShort("short");
        leave(chunk("long", 0));
        runs(chunk("short", 0));
        test.settled(chunk("short", 0));
        running.clear();
        runs(chunk("long", 0));
        test.stopped.clear();

        requestShort("another");

        assertThat(test.stopped).isEmpty();
    }

    @Test
    void aTaskThatIsHalfDoneGoesOn() {
        longVideoRuns(1);
        for (int second = 0; second <= 10; second++) {
            beat();
        }

        requestShort("short");

        assertThat(test.stopped).isEmpty();
    }

    @Test
    void aTaskDoesNotGiveWayToAVideoThatIsAboutAsUrgent() {
        longVideoRuns(1);
        test.open("longer", Duration.ofHours(9).plusMinutes(55));
        test.ready(chunk("longer", 0), CHUNK);
        beat();

        assertThat(test.stopped).isEmpty();
    }

    @Test
    void aTaskOfAVideoWithADeadlineGoesOn() {
        longVideoRuns(1, timeout(Duration.ofHours(20)));

        requestShort("short");

        assertThat(test.stopped).isEmpty();
    }

    @Test
    void asManyGiveWayAsAreWantedTheYoungestFirst() {
        longVideoRuns(4);
        test.settled(chunk("long", 1));
        running.remove(chunk("long", 1));
        test.ready(chunk("long", 4), CHUNK);
        beat();
        runs(chunk("long", 4));

        requestShort("one"); // gets the slot that becomes free first
        requestShort("two");
        requestShort("three");

        assertThat(test.stopped)
                .extracting(ScheduleEffect.Stop::task)
                .containsExactly(chunk("long", 4), chunk("long", 0));
    }

    /** Of a hundred slots, some become free each second. */
    @Test
    void nothingGivesWayWhereSlotsBecomeFreeSoon() {
        longVideoRuns(100);

        requestShort("short");

        assertThat(test.stopped).isEmpty();
    }

    private void longVideoRuns(int slots) {
        longVideoRuns(slots, request -> request);
    }

    /** A video of ten hours has all slots of one worker. */
    private void longVideoRuns(int slots, UnaryOperator<VideoRequested.Builder> change) {
        test.open("long", Duration.ofHours(10), change);
        test.chunks("long", slots, CHUNK);
        test.heard("w", slots);
        for (int chunk = 0; chunk < slots; chunk++) {
            running.add(chunk("long", chunk));
        }
        capacity = slots;
        beat();
        test.takeReleased();
    }

    private void requestShort(String videoId) {
        test.open(videoId, SHORT);
        test.ready(chunk(videoId, 0), SHORT);
        beat();
    }

    private void runs(TaskTry task) {
        running.add(task);
        beat();
        test.takeReleased();
    }

    /** The worker has left a task, as it was told to, and the coordinator puts it back into the queue. */
    private void leave(TaskTry task) {
        running.remove(task);
        test.settled(task);
        test.ready(task, CHUNK);
        beat();
    }

    private void beat() {
        test.pass(SECOND);
        test.heard("w", capacity, running.toArray(new TaskTry[0]));
    }
}
