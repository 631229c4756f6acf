package dev.dashline.publisher.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationWithdrawn;
import dev.dashline.publisher.Videos;
import dev.dashline.publisher.publication.Order;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The desk with its own threads. */
class PublicationDeskTest {

    private static final PoolSettings SETTINGS = new PoolSettings(
            PoolStrategy.WARM,
            new PoolBounds(1, 2, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)),
            new PoolSettings.Prior(0, Duration.ofSeconds(1)));

    private final List<PublicationResult> results = new CopyOnWriteArrayList<>();
    private final ScriptedPublishers kind = new ScriptedPublishers(true);
    private final PublicationDesk desk = new PublicationDesk(kind, SETTINGS, Clock.systemUTC(), results::add);

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void reportsWhatWasPublishedWithWhatItWas() {
        desk.start();
        desk.publish(Videos.order("v", 1));

        Awaitility.await().until(() -> results.size() == 1);
        assertThat(results.get(0).getOutcome()).isEqualTo(new PublicationDone(Videos.T0));
        assertThat(results.get(0).getEncoded()).isEqualTo(Videos.output("v", 1));
    }

    @Test
    void withdrawsUntilThatSucceedsAndReportsItOnce() {
        kind.failingWithdrawals = 2;
        desk.withdraw(Videos.order("v", 1));
        desk.withdraw(Videos.order("v", 1));

        Awaitility.await().until(() -> desk.withdrawing() == 0 && !results.isEmpty());
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.getOutcome()).isInstanceOf(PublicationWithdrawn.class));
        assertThat(kind.withdrawn).containsExactly("v");
    }

    @Test
    void stopsAPublisherBeforeItWithdraws() {
        HangingPublishers hanging = new HangingPublishers();
        try (PublicationDesk busy = new PublicationDesk(hanging, SETTINGS, Clock.systemUTC(), results::add)) {
            busy.start();
            busy.publish(Videos.order("v", 1));
            Awaitility.await().until(() -> busy.busy() == 1);
            busy.withdraw(Videos.order("v", 1));

            Awaitility.await().until(() -> results.size() == 1);
            assertThat(results.get(0).getOutcome()).isInstanceOf(PublicationWithdrawn.class);
            assertThat(hanging.interruptedBeforeWithdrawal).isTrue();
        }
    }

    /** Publishers that publish until they are interrupted. */
    private static final class HangingPublishers implements PublisherKind {

        private final CountDownLatch interrupted = new CountDownLatch(1);
        private volatile boolean interruptedBeforeWithdrawal;

        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public Publisher create() {
            return new Publisher() {
                @Override
                public void start() {}

                @Override
                public PublishOutcome publish(Order order) throws InterruptedException {
                    try {
                        new CountDownLatch(1).await();
                        throw new IllegalStateException("cannot be reached");
                    } finally {
                        interrupted.countDown();
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean reusable() {
            return true;
        }

        @Override
        public void withdraw(Order order) {
            interruptedBeforeWithdrawal = interrupted.getCount() == 0;
        }
    }
}
