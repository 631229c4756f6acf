package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollPaceTest {

    private static final Duration LONG = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(20);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Alarms alarms = new Alarms();
    private final CommitBudget commits = new CommitBudget();
    private final PollPace pace = new PollPace(alarms, commits, Duration.ZERO, clock);

    @Test
    void waitsForAsLongAsItIsLetWhileNoAlarmIsSet() {
        assertThat(pace.within(LONG)).isEqualTo(LONG);
        pace.polled(false);
        assertThat(pace.within(LONG)).isEqualTo(LONG);
        assertThat(pace.within(Duration.ZERO)).isZero();
    }

    @Test
    void waitsUntilTheEarliestAlarmHasGoneOff() {
        alarms.set("one", clock.instant().plusMillis(100));
        alarms.set("other", clock.instant().plusMillis(50));
        assertThat(pace.within(LONG)).isEqualTo(Duration.ofMillis(52));

        alarms.clear("other");
        assertThat(pace.within(LONG)).isEqualTo(Duration.ofMillis(102));
        assertThat(pace.within(SOON)).isEqualTo(SOON);
    }

    @Test
    void waitsForManyAlarmsTogetherWhenOneHasGoneOff() {
        alarms.set("one", clock.instant());
        pace.polled(false);
        alarms.set("one", clock.instant().plusMillis(1));
        assertThat(pace.within(LONG)).isEqualTo(Duration.ofMillis(22));

        clock.advance(SOON);
        alarms.set("one", clock.instant().plusMillis(1));
        assertThat(pace.within(LONG)).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void keepsNoProcessorBusyForAnAlarmThatDoesNotGoOff() {
        alarms.set("one", clock.instant().minusMillis(1));
        assertThat(pace.within(LONG)).isEqualTo(SOON);
    }

    @Test
    void doesNotPollUntilShortlyBeforeACommitThatIsPutOff() {
        for (int i = 0; i < CommitBudget.IN_A_ROW; i++) {
            assertThat(commits.ask(clock.instant())).isEmpty();
            assertThat(pace.rest()).isZero();
        }
        assertThat(commits.ask(clock.instant())).contains(clock.instant().plusMillis(25));
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(20));

        clock.advance(Duration.ofMillis(20));
        assertThat(pace.rest()).isZero();
    }

    /** What a poll brings has been fetched when the one before it ended. */
    @Test
    void restsForALittleHoweverLongACommitIsPutOff() {
        IntStream.range(0, 100).forEach(i -> commits.took(Duration.ofSeconds(1)));
        IntStream.range(0, CommitBudget.IN_A_ROW + 1).forEach(i -> commits.ask(clock.instant()));
        assertThat(pace.rest()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void restsAfterRecordsHaveComeIfItIsTo() {
        PollPace resting = new PollPace(alarms, commits, SOON, clock);
        resting.polled(false);
        assertThat(resting.rest()).isZero();
        resting.polled(true);
        assertThat(resting.rest()).isEqualTo(SOON);

        pace.polled(true);
        assertThat(pace.rest()).isZero();
    }
}
