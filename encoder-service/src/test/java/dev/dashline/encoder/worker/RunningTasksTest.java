package dev.dashline.encoder.worker;

import static dev.dashline.encoder.worker.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.encoder.Requests;
import dev.dashline.events.encoder.EncoderTask;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunningTasksTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger changes = new AtomicInteger();
    private final RunningTasks tasks =
            new RunningTasks("w/", 2, Clock.fixed(Requests.T0, ZoneOffset.UTC), changes::incrementAndGet);

    @Test
    void namesSlotsByTheLowestNumberThatIsFree() {
        TaskRun first = begin(task("v", 0));
        TaskRun second = begin(task("v", 1));
        assertThat(List.of(first.slot(), second.slot())).containsExactly("w/0", "w/1");
        assertThat(first.startedAt()).isEqualTo(Requests.T0);

        tasks.end(first);

        assertThat(begin(task("v", 2)).slot()).isEqualTo("w/0");
        assertThat(tasks.all()).extracting(run -> run.key().taskId()).containsExactly("video-00001", "video-00002");
    }

    @Test
    void refusesATaskMoreThanItHasSlots() {
        begin(task("v", 0));
        begin(task("v", 1));
        assertThatThrownBy(() -> tasks.begin(task("v", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all 2 slots");
        assertThat(tasks.busySlots()).isEqualTo(2);
    }

    @Test
    void takesTheSameTryOnceAndAnotherTryBeside() {
        begin(task("v", 0));
        assertThat(tasks.begin(task("v", 0))).isEmpty();
        assertThat(tasks.busySlots()).isEqualTo(1);

        TaskRun again = begin(EncoderTask.newBuilder(task("v", 0)).setEpoch(2).build());

        assertThat(again.slot()).isEqualTo("w/1");
    }

    @Test
    void aTaskThatHasEncodedLeavesItsSlotAndStaysUntilItsEnd() throws Exception {
        TaskRun first = begin(task("v", 0));
        begin(task("v", 1));

        tasks.encoded(first);

        assertThat(tasks.awaitFree(Duration.ZERO)).isTrue();
        assertThat(begin(task("v", 2)).slot()).isEqualTo("w/0");
        assertThat(tasks.all()).contains(first).hasSize(3);
        tasks.end(first);
        assertThat(tasks.all()).hasSize(2);
        assertThat(tasks.busySlots()).isEqualTo(2);
    }

    @Test
    void noMoreTasksThanThereAreSlotsAreStoredBesideThoseThatEncode() {
        for (int chunk = 0; chunk < 3; chunk++) {
            tasks.encoded(begin(task("v", chunk)));
        }

        assertThat(tasks.all()).extracting(TaskRun::isEncoded).containsExactly(true, true, false);
        assertThat(tasks.busySlots()).isEqualTo(1);
        tasks.end(tasks.all().get(0));
        tasks.encoded(tasks.all().get(1));
        assertThat(tasks.busySlots()).isZero();
    }

    @Test
    void endsATaskOnce() {
        TaskRun first = begin(task("v", 0));
        tasks.end(first);
        TaskRun again = begin(task("v", 0));
        tasks.end(first);
        assertThat(tasks.all()).containsExactly(again);
    }

    @Test
    void waitsUntilASlotIsFree() throws Exception {
        assertThat(tasks.awaitFree(Duration.ZERO)).isTrue();
        TaskRun first = begin(task("v", 0));
        begin(task("v", 1));
        assertThat(tasks.awaitFree(Duration.ofMillis(1))).isFalse();
        CompletableFuture<Boolean> waiting = waitingFor(() -> tasks.awaitFree(LONG));

        tasks.end(first);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waitsUntilNoTaskIsLeft() throws Exception {
        assertThat(tasks.awaitNone(Duration.ZERO)).isTrue();
        TaskRun first = begin(task("v", 0));
        TaskRun second = begin(task("v", 1));
        tasks.end(first);
        assertThat(tasks.awaitNone(Duration.ofMillis(1))).isFalse();
        CompletableFuture<Boolean> waiting = waitingFor(() -> tasks.awaitNone(LONG));

        tasks.end(second);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsOfEachChangeAndOfNothingElse() {
        tasks.serve(false);
        assertThat(changes).hasValue(0);
        tasks.serve(true);
        tasks.serve(true);
        assertThat(changes).hasValue(1);
        TaskRun run = begin(task("v", 0));
        assertThat(tasks.begin(task("v", 0))).isEmpty();
        assertThat(changes).hasValue(2);
        tasks.end(run);
        tasks.end(run);
        assertThat(changes).hasValue(3);
    }

    @Test
    void hasNoSlotsForTheBrokersBeforeTheyServeIt() {
        assertThat(tasks.servedSlots()).isZero();
        tasks.serve(true);
        assertThat(tasks.servedSlots()).isEqualTo(2);
        tasks.serve(false);
        assertThat(tasks.servedSlots()).isZero();
        assertThat(tasks.slots()).isEqualTo(2);
    }

    @Test
    void cancelsTheTasksOfOneAttempt() {
        TaskRun other = begin(task("w", 0));
        TaskRun run = begin(task("v", 0));
        tasks.cancel("v", 2);
        assertThat(run.work().isCancelled()).isFalse();

        tasks.cancel("v", 1);

        assertThat(run.work().isCancelled()).isTrue();
        assertThat(other.work().isCancelled()).isFalse();
        tasks.cancelAll();
        assertThat(other.work().isCancelled()).isTrue();
    }

    private TaskRun begin(EncoderTask task) {
        return tasks.begin(task).orElseThrow();
    }

    private interface Wait {
        boolean end() throws InterruptedException;
    }

    private static CompletableFuture<Boolean> waitingFor(Wait wait) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return wait.end();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
