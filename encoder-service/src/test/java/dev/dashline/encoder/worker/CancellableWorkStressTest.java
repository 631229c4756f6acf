package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that ends at the moment in which it is cancelled; {@code -Ddashline.stress=100000} for longer. */
class CancellableWorkStressTest {

    private static final int TASKS = Integer.getInteger("dashline.stress", 2_000);

    @Test
    @Timeout(60)
    void theInterruptReachesTheWorkAndNothingThatComesAfterIt() throws Exception {
        Random random = new Random(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int number = 0; number < TASKS; number++) {
                CancellableWork work = new CancellableWork();
                AtomicBoolean begun = new AtomicBoolean();
                int steps = random.nextInt(20_000);
                Future<Boolean> after = threads.submit(() -> {
                    Optional<String> result = work.run(() -> {
                        begun.set(true);
                        spin(steps);
                        return "done";
                    });
                    assertThat(result.isPresent()).isEqualTo(begun.get());
                    spin(1_000);
                    return Thread.interrupted();
                });
                spin(random.nextInt(40_000));

                work.cancel();

                assertThat(after.get()).as("an interrupt after the work").isFalse();
                assertThat(work.isCancelled()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void aCancelledWorkThatWaitsEndsWithoutAResult() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            for (int number = 0; number < TASKS; number++) {
                CancellableWork work = new CancellableWork();
                Future<Optional<String>> result = threads.submit(() -> work.run(() -> {
                    Thread.sleep(Long.MAX_VALUE);
                    return "done";
                }));
                spin(number % 1_000);

                work.cancel();

                assertThat(result.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void spin(int steps) {
        for (int step = 0; step < steps; step++) {
            Thread.onSpinWait();
        }
    }
}
