package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.Requests;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task that ends at the moment in which its slot cancels it; {@code -Ddashline.stress=100000} for longer. */
class RunningTaskStressTest {

    private static final int TASKS = Integer.getInteger("dashline.stress", 2_000);

    @Test
    @Timeout(60)
    void aCancelledTaskHasLeftItsThreadWheneverItIsCancelled() throws Exception {
        Random random = new Random(1);
        EncoderTask task = EncoderTask.newBuilder()
                .setVideoId("v")
                .setAttempt(1)
                .setTaskId("video-00000")
                .setEpoch(1)
                .setIssuedAt(Requests.T0)
                .setRequest(Requests.request("v", 1))
                .setPlan(Requests.plan(6, 0))
                .setWork(new TranscodeVideo(0))
                .build();
        TaskOutcome done = new TaskOutcome.Failed(
                Requests.failed(FailureCode.ENCODER_FAILED).getFailure(), OptionalInt.empty());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int number = 0; number < TASKS; number++) {
                AtomicBoolean atWork = new AtomicBoolean();
                int steps = random.nextInt(20_000);
                RunningTask running = RunningTask.start(
                        task,
                        (same, context) -> {
                            atWork.set(true);
                            for (int step = 0; step < steps; step++) {
                                Thread.onSpinWait();
                            }
                            atWork.set(false);
                            return done;
                        },
                        millis -> {},
                        threads);
                for (int step = random.nextInt(40_000); step > 0; step--) {
                    Thread.onSpinWait();
                }

                running.cancel();

                assertThat(atWork).isFalse();
                assertThat(running.endsWithin(Duration.ZERO)).isTrue();
                running.outcome().ifPresent(outcome -> assertThat(outcome).isSameAs(done));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
