package dev.dashline.schemas.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    @Test
    void doublesUntilItIsLongest() {
        Backoff backoff = Backoff.between(FIRST, LONGEST).withoutJitter();

        assertThat(waits(backoff, 6))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void variesByAFifthAndIsNeverLongerThanTheLongest() {
        Backoff backoff = Backoff.between(FIRST, LONGEST);

        assertThat(IntStream.range(0, 1000).mapToObj(i -> backoff.after(2)))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(160), Duration.ofMillis(240)))
                .hasSizeGreaterThan(1)
                .anySatisfy(wait -> assertThat(wait).isNotEqualTo(Duration.ofMillis(200)));
        assertThat(IntStream.range(0, 1000).mapToObj(i -> backoff.after(Integer.MAX_VALUE)))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(800), LONGEST));
    }

    @Test
    void staysTheSameIfItIsAskedTo() {
        assertThat(waits(Backoff.every(FIRST), 3)).containsOnly(FIRST);
        assertThat(waits(Backoff.every(Duration.ZERO), 3)).containsOnly(Duration.ZERO);
    }

    @Test
    void staysNothingIfItBeginsWithNothing() {
        assertThat(waits(Backoff.between(Duration.ZERO, LONGEST), 3)).containsOnly(Duration.ZERO);
    }

    @Test
    void rejectsWhatIsNoWait() {
        assertThatThrownBy(() -> Backoff.between(Duration.ofSeconds(2), LONGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Backoff.every(FIRST.negated())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Backoff.every(FIRST).after(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Duration> waits(Backoff backoff, int tries) {
        return IntStream.rangeClosed(1, tries).mapToObj(backoff::after).toList();
    }
}
