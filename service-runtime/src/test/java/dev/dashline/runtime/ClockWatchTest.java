package dev.dashline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Duration HOURS = Duration.ofHours(2);

    private Duration clock = Duration.ofDays(20_000);
    private Duration elapsed = Duration.ofDays(3);
    private final ClockWatch watch = new ClockWatch(() -> clock.toMillis(), () -> elapsed.toNanos());

    @Test
    void thatTimePassesIsNoChange() {
        pass(HOURS);
        assertThat(watch.change()).isZero();
    }

    @Test
    void tellsOnceOfEachTimeThatItWasSet() {
        pass(Duration.ofSeconds(1));
        clock = clock.minus(HOURS);
        assertThat(watch.change()).isEqualTo(HOURS.negated());
        pass(Duration.ofSeconds(1));
        assertThat(watch.change()).isZero();
        clock = clock.plus(HOURS);
        assertThat(watch.change()).isEqualTo(HOURS);
        assertThat(watch.change()).isZero();
    }

    @Test
    void smallChangesDoNotAddUp() {
        for (int times = 0; times < 3; times++) {
            clock = clock.minus(ClockWatch.TOLERANCE);
            assertThat(watch.change()).isZero();
        }
        clock = clock.minus(ClockWatch.TOLERANCE).minusMillis(1);
        assertThat(watch.change()).isNegative();
    }

    private void pass(Duration time) {
        clock = clock.plus(time);
        elapsed = elapsed.plus(time);
    }
}
