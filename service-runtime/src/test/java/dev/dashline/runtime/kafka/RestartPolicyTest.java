package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.schemas.serde.RegistryUnavailableException;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

    private final Throwable bug = new StreamsException(new IllegalStateException("bug"));
    private final Throwable outage = new StreamsException(new TimeoutException("no broker"));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RestartPolicy policy = new RestartPolicy(3, Duration.ofMinutes(5), clock);

    @Test
    void waitsLongerEachTimeAndNeverTooLong() {
        assertThat(policy.afterDeathBy(outage)).hasValue(Duration.ofMillis(100));
        assertThat(policy.afterDeathBy(outage)).hasValue(Duration.ofMillis(200));
        for (int i = 0; i < 10; i++) {
            policy.afterDeathBy(outage);
        }
        assertThat(policy.afterDeathBy(outage)).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void startsOverAfterACalmTime() {
        policy.afterDeathBy(outage);
        policy.afterDeathBy(outage);
        clock.advance(Duration.ofSeconds(21));

        assertThat(policy.afterDeathBy(outage)).hasValue(Duration.ofMillis(100));
    }

    @Test
    void givesUpOnAFaultThatStays() {
        for (int i = 0; i < 3; i++) {
            assertThat(policy.afterDeathBy(bug)).isPresent();
        }

        assertThat(policy.afterDeathBy(bug)).isEmpty();
    }

    @Test
    void forgetsFaultsOfLongAgo() {
        for (int i = 0; i < 20; i++) {
            assertThat(policy.afterDeathBy(bug)).isPresent();
            clock.advance(Duration.ofMinutes(2));
        }
    }

    @Test
    void neverGivesUpOnAnOutage() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(policy.afterDeathBy(outage)).isPresent();
        }
        assertThat(policy.afterDeathBy(bug)).isPresent();
    }

    @Test
    void aRegistryThatDoesNotAnswerIsAnOutage() {
        StreamsException away = new StreamsException(new RegistryUnavailableException("down", null));
        for (int i = 0; i < 1_000; i++) {
            assertThat(policy.afterDeathBy(away)).isPresent();
        }
    }
}
