package dev.dashline.publisher.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.publisher.Videos;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SimulatedPublishersTest {

    private final Clock clock = Clock.fixed(Videos.T0, ZoneOffset.UTC);
    private final SimulatedPublishers kind =
            new SimulatedPublishers(Duration.ZERO, Duration.ofMillis(2), Duration.ZERO, clock, 7);

    @Test
    void makesAVideoPublicUntilItIsWithdrawn() throws InterruptedException {
        PublicationOrder order = Videos.order("v", Videos.at(1));
        try (Publisher publisher = kind.create()) {
            publisher.start();
            assertThat(publisher.publish(order)).isEqualTo(new Done(Videos.T0));
        }
        assertThat(kind.isPublic("v", 1)).isTrue();

        kind.withdraw(Videos.withdrawal("v", 1));
        assertThat(kind.publicCount()).isZero();
    }

    @Test
    void refusesWhatIsLate() throws InterruptedException {
        try (Publisher publisher = kind.create()) {
            assertThat(publisher.publish(Videos.order("v", Videos.T0))).isInstanceOf(Refused.class);
        }
        assertThat(kind.isPublic("v", 1)).isFalse();
    }

    @Test
    void wantsARangeThatIsOne() {
        assertThatThrownBy(() ->
                        new SimulatedPublishers(Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ZERO, clock, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
