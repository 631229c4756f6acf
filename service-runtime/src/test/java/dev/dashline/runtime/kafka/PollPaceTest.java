package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PollPaceTest {

    private static final Duration LONG = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(20);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Alarms alarms = new Alarms();
    private final PollPace pace = new PollPace(alarms, clock);

    @Test
    void waitsForAsLongAsItIsLetWhileNothingComesAbout() {
        pace.polled(false);
        assertThat(pace.within(LONG)).isEqualTo(LONG);
        assertThat(pace.within(Duration.ZERO)).isZero();
    }

    @Test
    void looksSoonAgainWhileThereMayBeSomethingToCommit() {
        pace.polled(true);
        assertThat(pace.within(LONG)).isEqualTo(SOON);
        assertThat(pace.within(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(5));

        clock.advance(Duration.ofMillis(99));
        pace.polled(false);
        assertThat(pace.within(LONG)).isEqualTo(SOON);
        clock.advance(Duration.ofMillis(1));
        assertThat(pace.within(LONG)).isEqualTo(LONG);
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
    void looksSoonAgainAfterAnAlarm() {
        alarms.set("one", clock.instant().plusMillis(50));
        clock.advance(Duration.ofMillis(50));
        pace.polled(false);
        alarms.clear("one");
        assertThat(pace.within(LONG)).isEqualTo(SOON);
    }

    @Test
    void waitsForManyAlarmsTogether() {
        pace.polled(true);
        alarms.set("one", clock.instant().plusMillis(1));
        assertThat(pace.within(LONG)).isEqualTo(SOON);
    }

    @Test
    void keepsNoProcessorBusyForAnAlarmThatDoesNotGoOff() {
        alarms.set("one", clock.instant().minusMillis(1));
        assertThat(pace.within(LONG)).isEqualTo(SOON);
    }
}
