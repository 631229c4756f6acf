package dev.dashline.publisher.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationWithdrawn;
import dev.dashline.publisher.Videos;
import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.runtime.threads.Supervisor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The executor with its own threads. */
class PublicationExecutorTest {

    private static final PoolSettings SETTINGS = new PoolSettings(
            PoolStrategy.WARM,
            new PoolBounds(1, 2, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)),
            new DemandEstimator.Prior(0, Duration.ofSeconds(1)));

    private final List<PublicationResult> results = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private final ScriptedPublishers kind = new ScriptedPublishers(true);
    private final PublicationExecutor executor =
            new PublicationExecutor(kind, SETTINGS, Clock.systemUTC(), supervisor, results::add);

    @AfterEach
    void close() {
        executor.close();
        supervisor.close();
    }

    @Test
    void reportsWhatWasPublishedWithWhatItWas() {
        executor.start();
        executor.publish(Videos.order("v", 1));

        Awaitility.await().until(() -> results.size() == 1);
        assertThat(results.get(0).getOutcome()).isEqualTo(new PublicationDone(Videos.T0));
        assertThat(results.get(0).getEncoded()).contains(Videos.output("v", 1));
    }

    @Test
    void withdrawsUntilThatSucceedsAndReportsItOnce() {
        kind.failingWithdrawals = 2;
        executor.withdraw(Videos.withdrawal("v", 1));
        executor.withdraw(Videos.withdrawal("v", 1));

        Awaitility.await().until(() -> executor.withdrawing() == 0 && !results.isEmpty());
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.getOutcome()).isInstanceOf(PublicationWithdrawn.class));
        assertThat(kind.withdrawn).containsExactly("v");
    }

    @Test
    void stopsAPublisherBeforeItWithdraws() {
        HangingPublishers hanging = new HangingPublishers();
        try (PublicationExecutor busy =
                new PublicationExecutor(hanging, SETTINGS, Clock.systemUTC(), supervisor, results::add)) {
            busy.start();
            busy.publish(Videos.order("v", 1));
            Awaitility.await().until(() -> busy.busy() == 1);
            busy.withdraw(Videos.withdrawal("v", 1));

            Awaitility.await().until(() -> results.size() == 1);
            assertThat(results.get(0).getOutcome()).isInstanceOf(PublicationWithdrawn.class);
            assertThat(hanging.interruptedBeforeWithdrawal).isTrue();
        }
    }

    @Test
    void withdrawsAgainOncePublishersThatDidNotStopHaveEnded() {
        HeldPublishers held = new HeldPublishers();
        try (PublicationExecutor busy =
                new PublicationExecutor(held, SETTINGS, Clock.systemUTC(), supervisor, results::add)) {
            busy.start();
            busy.publish(Videos.order("v", 1));
            Awaitility.await().until(() -> busy.busy() == 1);
            busy.withdraw(Videos.withdrawal("v", 1));
            Awaitility.await().until(() -> held.withdrawals.get() == 1);
            assertThat(results).isEmpty();

            held.publishing.countDown();
            Awaitility.await().until(() -> results.size() == 2);
            assertThat(results.get(0).getOutcome()).isInstanceOf(PublicationDone.class);
            assertThat(results.get(1).getOutcome()).isInstanceOf(PublicationWithdrawn.class);
            assertThat(held.withdrawals).hasValue(2);
        }
    }

    @Test
    void withdrawsAgainWhatIsOrderedAgainMeanwhile() {
        HeldPublishers held = new HeldPublishers();
        held.withdrawing = new CountDownLatch(1);
        try (PublicationExecutor busy =
                new PublicationExecutor(held, SETTINGS, Clock.systemUTC(), supervisor, results::add)) {
            busy.withdraw(Videos.withdrawal("v", 1));
            Awaitility.await().until(() -> held.withdrawals.get() == 1);
            busy.withdraw(Videos.withdrawal("v", 1));
            held.withdrawing.countDown();

            Awaitility.await().until(() -> busy.withdrawing() == 0);
            assertThat(held.withdrawals).hasValue(2);
        }
    }

    @Test
    void withdrawsWithAHandfulOfThreadsHoweverMuchThereIs() {
        HeldPublishers held = new HeldPublishers();
        held.withdrawing = new CountDownLatch(1);
        try (PublicationExecutor busy =
                new PublicationExecutor(held, SETTINGS, Clock.systemUTC(), supervisor, results::add)) {
            for (int i = 0; i < 50; i++) {
                busy.withdraw(Videos.withdrawal("v" + i, 1));
            }
            Awaitility.await().until(() -> held.withdrawals.get() == 8);
            held.withdrawing.countDown();

            Awaitility.await().until(() -> results.size() == 50);
            assertThat(held.mostAtOnce).hasValue(8);
        }
    }

    @Test
    void reportsWhatBecomesPublicWhileItCloses() {
        HeldPublishers held = new HeldPublishers();
        try (PublicationExecutor closing =
                new PublicationExecutor(held, SETTINGS, Clock.systemUTC(), supervisor, results::add)) {
            closing.start();
            closing.publish(Videos.order("v", 1));
            Awaitility.await().until(() -> closing.busy() == 1);
            held.publishing = new CountDownLatch(0);
        }
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.getOutcome()).isInstanceOf(PublicationDone.class));
    }

    /** Publishers whose {@code publish} a test implements. */
    private abstract static class TestPublishers implements PublisherKind {

        abstract PublishOutcome publish(PublicationOrder order) throws InterruptedException;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Publisher create() {
            return new Publisher() {
                @Override
                public void start() {}

                @Override
                public PublishOutcome publish(PublicationOrder order) throws InterruptedException {
                    return TestPublishers.this.publish(order);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean reusable() {
            return true;
        }
    }

    /**
     * Publishers that take until the test says so, interrupted or not: each look at the latch lasts until then, or
     * until an interrupt.
     */
    private static final class HeldPublishers extends TestPublishers {

        private final AtomicInteger withdrawals = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();
        private volatile CountDownLatch publishing = new CountDownLatch(1);
        private volatile CountDownLatch withdrawing = new CountDownLatch(0);

        @Override
        PublishOutcome publish(PublicationOrder order) {
            while (true) {
                try {
                    publishing.await();
                    return new PublishOutcome.Done(Videos.T0);
                } catch (InterruptedException e) {
                    // This publisher finishes what it has begun.
                }
            }
        }

        @Override
        public void withdraw(WithdrawalOrder order) throws InterruptedException {
            int now = atOnce.incrementAndGet();
            mostAtOnce.accumulateAndGet(now, Math::max);
            withdrawals.incrementAndGet();
            withdrawing.await();
            atOnce.decrementAndGet();
        }
    }

    /** Publishers that publish until they are interrupted. */
    private static final class HangingPublishers extends TestPublishers {

        private final CountDownLatch interrupted = new CountDownLatch(1);
        private volatile boolean interruptedBeforeWithdrawal;

        @Override
        PublishOutcome publish(PublicationOrder order) throws InterruptedException {
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("cannot be reached");
            } finally {
                interrupted.countDown();
            }
        }

        @Override
        public void withdraw(WithdrawalOrder order) {
            interruptedBeforeWithdrawal = interrupted.getCount() == 0;
        }
    }
}
