package dev.dashline.runtime.threads;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SupervisorTest {

    private static final Duration PERIOD = Duration.ofSeconds(7);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ManualPauses pauses = new ManualPauses(2);

    @TempDir
    private Path faults;

    private final Supervisor supervisor = supervisor(pauses);

    private Supervisor supervisor(Pauses time) {
        return new Supervisor(meters, ThreadFaults.in(Path.of("nowhere")), time);
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void triesALoopThatThrowsAgainAfterGrowingPausesAndCountsEachFailure() {
        supervisor.loop("reader", () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(pauses.next(3)).extracting(Duration::toMillis).containsExactly(100L, 200L, 400L);
        assertThat(failuresOf("reader")).isEqualTo(3);
        assertThat(supervisor.fatalError()).isEmpty();
    }

    @Test
    void bearsAlsoErrorsThatAreNotOfTheJvm() {
        supervisor.loop("reader", () -> {
            throw new AssertionError("impossible");
        });

        assertThat(pauses.next(3)).hasSize(3);
        assertThat(supervisor.fatalError()).isEmpty();
    }

    @Test
    void goesOnAfterARoundThatThrew() throws Exception {
        CountDownLatch rounds = new CountDownLatch(5);
        supervisor.loop("reader", () -> {
            rounds.countDown();
            if (rounds.getCount() == 3) {
                throw new IllegalStateException("once");
            }
        });

        assertThat(rounds.await(10, SECONDS)).isTrue();
    }

    @Test
    void isBrokenByAnEssentialLoopThatFailsTooOften() throws Exception {
        Loop loop = supervisor.loop("slot", new FailureLimit(2, Duration.ofMinutes(5)), () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(supervisor.fatalError())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("broken");
        assertThat(failuresOf("slot")).isEqualTo(3);
    }

    @Test
    void isBrokenByAnErrorOfTheJvmInAnyLoop() throws Exception {
        Loop loop = supervisor.loop("reader", () -> {
            throw new OutOfMemoryError("none left");
        });

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(supervisor.fatalError()).get().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void namesAnEssentialLoopThatPausesAsWhatIsMissing() {
        supervisor.loop("slot-3", FailureLimit.ESSENTIAL, () -> {
            throw new IllegalStateException("broken");
        });

        pauses.next(3);

        assertThat(supervisor.notReadyBecause())
                .get()
                .asString()
                .startsWith("slot-3: ")
                .endsWith("broken");
    }

    @Test
    void doesNotMissALoopThatIsNotEssential() {
        supervisor.loop("reader", () -> {
            throw new IllegalStateException("broken");
        });

        pauses.next(3);

        assertThat(supervisor.notReadyBecause()).isEmpty();
    }

    @Test
    void runsAPeriodicTaskThatThrowsAgainInTheNextPeriod() {
        supervisor.every(PERIOD, "watch", () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(pauses.next(3)).containsOnly(PERIOD);
        assertThat(failuresOf("watch")).isEqualTo(3);
    }

    @Test
    void runsAPeriodicTaskAtOnceAndAfterEachPeriod() {
        supervisor.every(PERIOD, "watch", () -> {});

        assertThat(pauses.next(3)).containsOnly(PERIOD);
        assertThat(failuresOf("watch")).isZero();
    }

    @Test
    void isBrokenByATaskThatMustRunOnceAndThrows() throws Exception {
        Loop loop = supervisor.once("start", () -> {
            throw new IllegalStateException("no store");
        });

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(supervisor.fatalError())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("no store");
    }

    @Test
    void stopsALoopByWakingItUpAndLetsItFreeWhatItHolds() {
        Queue<String> calls = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        Loop loop = supervisor.loop("reader", new Work() {
            @Override
            public void step() throws InterruptedException {
                begun.countDown();
                woken.await();
                calls.add("step");
            }

            @Override
            public void wakeUp() {
                woken.countDown();
            }

            @Override
            public void end() {
                calls.add("end by " + Thread.currentThread().getName());
            }
        });
        awaitQuietly(begun);

        loop.close();

        assertThat(calls).containsExactly("step", "end by reader");
        assertThat(loop.hasEnded()).isTrue();
    }

    @Test
    void doesNotCountWhatAStopMakesARoundThrow() {
        CountDownLatch begun = new CountDownLatch(1);
        Loop loop = supervisor.every(PERIOD, "watch", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        awaitQuietly(begun);

        loop.close();

        assertThat(failuresOf("watch")).isZero();
    }

    @Test
    void stopsWhatIsLeftTheNewestFirst() {
        Queue<String> ended = new ConcurrentLinkedQueue<>();
        List.of("first", "second", "third")
                .forEach(name -> supervisor.loop(name, new Work() {
                    @Override
                    public void step() throws InterruptedException {
                        throw new InterruptedException("waits in the pause that follows");
                    }

                    @Override
                    public void end() {
                        ended.add(name);
                    }
                }));
        pauses.next(5);

        supervisor.close();

        assertThat(ended).containsExactly("third", "second", "first");
    }

    @Test
    void startsNothingOnceItIsClosed() {
        supervisor.close();

        assertThatThrownBy(() -> supervisor.loop("late", () -> {})).hasMessageContaining("late");
    }

    @Test
    void reportsWhatATaskOfAPoolThrowsAndRunsTheNext() throws Exception {
        ExecutorService pool = supervisor.pool("uploads", 1);
        pool.execute(() -> {
            throw new IllegalStateException("broken");
        });

        assertThat(pool.submit(() -> "done").get(10, SECONDS)).isEqualTo("done");
        end(pool);
        assertThat(failuresOf("uploads")).isEqualTo(1);
    }

    @Test
    void leavesWhatATaskThrowsIntoItsFutureToItsCaller() {
        ExecutorService pool = supervisor.cached("uploads");
        Callable<String> broken = () -> {
            throw new IllegalStateException("broken");
        };
        Future<String> future = pool.submit(broken);

        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
        assertThat(failuresOf("uploads")).isZero();
    }

    @Test
    void isBrokenByAnErrorOfTheJvmInAFuture() {
        ExecutorService pool = supervisor.cached("uploads");
        Callable<String> broken = () -> {
            throw new OutOfMemoryError("none left");
        };
        var unused = pool.submit(broken);
        end(pool);

        assertThat(supervisor.fatalError()).get().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void goesOnWithAScheduledTaskThatThrows() throws Exception {
        ScheduledExecutorService scheduler = supervisor.scheduled("scan", 1);
        CountDownLatch rounds = new CountDownLatch(3);
        ScheduledFuture<?> scan = scheduler.scheduleWithFixedDelay(
                () -> {
                    rounds.countDown();
                    throw new IllegalStateException("broken");
                },
                0,
                1,
                TimeUnit.MILLISECONDS);

        assertThat(rounds.await(10, SECONDS)).isTrue();
        assertThat(scan.isDone()).isFalse();
        scan.cancel(false);
        end(scheduler);
        assertThat(failuresOf("scan")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void reportsWhatATaskOfASchedulerThrowsThatRunsAtOnce() {
        ScheduledExecutorService scheduler = supervisor.scheduled("scan", 1);
        scheduler.execute(() -> {
            throw new IllegalStateException("broken");
        });
        end(scheduler);

        assertThat(failuresOf("scan")).isEqualTo(1);
    }

    @Test
    void showsThreadsThatNeverFailedAtZeroAndOneMeterForThoseThatDifferInANumber() {
        supervisor.pool("slot-1", 1);
        supervisor.pool("slot-2", 1);

        assertThat(meters.get("dashline.thread.failures").counters())
                .singleElement()
                .satisfies(
                        counter -> assertThat(counter.getId().getTag("thread")).isEqualTo("slot"))
                .satisfies(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void makesANamedLoopThrowOnceIfATestWantsIt() throws Exception {
        Files.createFile(faults.resolve("throw.reader"));
        ManualPauses one = new ManualPauses(1);
        CountDownLatch rounds = new CountDownLatch(1);
        try (Supervisor armed = new Supervisor(meters, ThreadFaults.in(faults), one)) {
            armed.loop("reader", rounds::countDown);

            assertThat(rounds.await(10, SECONDS)).isTrue();
        }
        assertThat(failuresOf("reader")).isEqualTo(1);
        assertThat(faults.resolve("throw.reader")).doesNotExist();
    }

    @Test
    void makesANamedPoolLoseAThreadIfATestWantsIt() throws Exception {
        try (Supervisor armed = new Supervisor(meters, ThreadFaults.in(faults), pauses)) {
            ExecutorService pool = armed.pool("uploads", 1);
            Files.createFile(faults.resolve("throw.uploads"));

            assertThat(pool.submit(() -> "done").get(10, SECONDS)).isEqualTo("done");
            assertThat(pool.submit(() -> "done").get(10, SECONDS)).isEqualTo("done");
        }
        // The thread that dies is counted by itself, at its very end.
        await().atMost(Duration.ofSeconds(10)).until(() -> failuresOf("uploads") == 1);
    }

    @Test
    void makesANamedLoopEndTheProcessIfATestWantsIt() throws Exception {
        Files.createFile(faults.resolve("break.reader"));
        try (Supervisor armed = new Supervisor(meters, ThreadFaults.in(faults), pauses)) {
            Loop loop = armed.loop("reader", () -> {});

            assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
            assertThat(armed.fatalError()).get().isInstanceOf(LinkageError.class);
        }
    }

    private double failuresOf(String thread) {
        return meters.get("dashline.thread.failures")
                .tag("thread", thread)
                .counter()
                .count();
    }

    private static void end(ExecutorService executor) {
        executor.shutdown();
        try {
            assertThat(executor.awaitTermination(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
