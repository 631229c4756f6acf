package dev.dashline.encoder.worker;

import static dev.dashline.encoder.worker.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.encoder.EncoderTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fetcher and tasks that end at the same time; {@code -Ddashline.stress=100000} for longer. */
class RunningTasksStressTest {

    private static final int TASKS = Integer.getInteger("dashline.stress", 2_000);
    private static final int SLOTS = 3;

    @Test
    @Timeout(60)
    void everySlotThatIsFreedIsFilledAgainAndNoneTwice() throws Exception {
        Random random = new Random(1);
        List<EncoderTask> work = IntStream.range(0, SLOTS + 1)
                .mapToObj(chunk -> task("v", chunk))
                .toList();
        RunningTasks tasks = new RunningTasks("w/", SLOTS, Clock.systemUTC(), () -> {});
        List<AtomicInteger> inSlot =
                IntStream.range(0, SLOTS).mapToObj(slot -> new AtomicInteger()).toList();
        AtomicInteger clashes = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(SLOTS);
        try {
            for (int number = 0; number < TASKS; number++) {
                assertThat(tasks.awaitFree(Duration.ofSeconds(30))).isTrue();
                // The one task that does not run now: there is one more than there are slots.
                TaskRun run = work.stream()
                        .flatMap(next -> tasks.begin(next).stream())
                        .findFirst()
                        .orElseThrow();
                if (inSlot.get(run.number()).incrementAndGet() > 1) {
                    clashes.incrementAndGet();
                }
                int steps = random.nextInt(20_000);
                threads.execute(() -> {
                    for (int step = 0; step < steps; step++) {
                        Thread.onSpinWait();
                    }
                    inSlot.get(run.number()).decrementAndGet();
                    tasks.end(run);
                });
            }
            assertThat(tasks.awaitNone(Duration.ofSeconds(30))).isTrue();
            assertThat(clashes).hasValue(0);
        } finally {
            threads.shutdownNow();
        }
    }
}
