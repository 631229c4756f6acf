package dev.dashline.runtime.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureHistoryTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void pausesForLongerAfterEachFailure() {
        FailureHistory history = new FailureHistory(FailureLimit.NONE);

        assertThat(IntStream.range(0, 9)
                        .mapToObj(i -> history.failed(0).orElseThrow().toMillis()))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    }

    @Test
    void forgetsFailuresOfMoreThanAMinuteAgo() {
        FailureHistory history = new FailureHistory(FailureLimit.NONE);
        history.failed(0);
        history.failed(0);

        assertThat(history.failed(61 * SECOND)).contains(Duration.ofMillis(100));
    }

    @Test
    void givesUpAfterMoreFailuresThanAllowed() {
        FailureHistory history = new FailureHistory(new FailureLimit(2, Duration.ofMinutes(5)));
        history.failed(0);
        history.failed(SECOND);

        assertThat(history.failed(2 * SECOND)).isEqualTo(Optional.empty());
    }

    @Test
    void bearsAnyNumberOfFailuresThatAreFarApart() {
        FailureHistory history = new FailureHistory(new FailureLimit(2, Duration.ofMinutes(5)));

        assertThat(IntStream.range(0, 100).mapToObj(i -> history.failed(i * 200L * SECOND)))
                .allMatch(Optional::isPresent);
    }
}
