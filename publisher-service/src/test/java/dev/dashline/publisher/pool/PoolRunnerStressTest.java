package dev.dashline.publisher.pool;

import static dev.dashline.publisher.Videos.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.publisher.Videos;
import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that order, cancel and tick at a time; {@code -Ddashline.stress=20000} for longer. */
class PoolRunnerStressTest {

    private static final int ORDERS = Integer.getInteger("dashline.stress", 300);
    private static final int CLIENTS = 4;

    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> answered = new ConcurrentHashMap<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Publishers kind = new Publishers();

    @Test
    void eachOrderIsAnsweredOnceAndNoPublisherIsAtWorkOnceItsCancellationIsDone() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            PoolRunner pool = new PoolRunner(kind, settings(), Clock.systemUTC(), threads, this::answered);
            List<Future<Void>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(threads.submit(client(pool, client)));
            }
            for (Future<Void> client : clients) {
                client.get(1, TimeUnit.MINUTES);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                pool.tick();
                return pool.waiting() == 0 && kind.atWork.isEmpty();
            });
            pool.close();

            for (int client = 0; client < CLIENTS; client++) {
                for (int number = 0; number < ORDERS; number++) {
                    String videoId = client + "-" + number;
                    int count =
                            answers.getOrDefault(videoId, new AtomicInteger()).get();
                    assertThat(count).as(videoId).isBetween(cancelled.contains(videoId) ? 0 : 1, 1);
                }
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> kind.open.get() == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> client(PoolRunner pool, int client) {
        Random random = new Random(client);
        return () -> {
            for (int number = 0; number < ORDERS; number++) {
                PublicationOrder order = order(client + "-" + number, 1);
                pool.publish(order);
                if (random.nextInt(4) == 0) {
                    spin(random.nextInt(40_000));
                    cancelled.add(order.videoId());
                    pool.cancel(order.id()).get(30, TimeUnit.SECONDS);
                    assertThat(kind.atWork).doesNotContain(order.videoId());
                } else {
                    // Only what is given soon is at work when it is cancelled.
                    assertThat(answered(order.videoId()).await(30, TimeUnit.SECONDS))
                            .isTrue();
                }
                if (random.nextInt(8) == 0) {
                    pool.tick();
                }
            }
            return null;
        };
    }

    private static void spin(int steps) {
        for (int step = 0; step < steps; step++) {
            Thread.onSpinWait();
        }
    }

    private void answered(PublicationOrder order, PublishOutcome.End outcome) {
        answers.computeIfAbsent(order.videoId(), id -> new AtomicInteger()).incrementAndGet();
        answered(order.videoId()).countDown();
    }

    private CountDownLatch answered(String videoId) {
        return answered.computeIfAbsent(videoId, id -> new CountDownLatch(1));
    }

    private static PoolSettings settings() {
        Duration minute = Duration.ofMinutes(1);
        PoolBounds bounds = new PoolBounds(1, CLIENTS, minute, minute, minute);
        return new PoolSettings(PoolStrategy.WARM, bounds, new DemandEstimator.Prior(0, Duration.ZERO));
    }

    /** Publishers that take a moment, each in a thread of its own. */
    private static final class Publishers implements PublisherKind {

        private final Set<String> atWork = ConcurrentHashMap.newKeySet();
        private final AtomicInteger open = new AtomicInteger();

        @Override
        public String name() {
            return "stressed";
        }

        @Override
        public Publisher create() {
            open.incrementAndGet();
            return new Publisher() {
                @Override
                public void start() {}

                @Override
                public PublishOutcome publish(PublicationOrder order) {
                    atWork.add(order.videoId());
                    spin(20_000);
                    atWork.remove(order.videoId());
                    return new PublishOutcome.Done(Videos.T0);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public boolean reusable() {
            return true;
        }

        @Override
        public void withdraw(WithdrawalOrder order) {}
    }
}
