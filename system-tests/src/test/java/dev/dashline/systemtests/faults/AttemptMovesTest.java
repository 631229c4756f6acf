package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptMovesTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FAULT = T0.plusSeconds(10);

    static {
        TrustedEvents.vouch();
    }

    private final AttemptMoves moves = new AttemptMoves();

    @Test
    void anAttemptWhoseWorkerIsLostIsHeldUpUntilSomethingIsSaidOfIt() {
        result(9, "v", 1, "killed", new TaskBegun());
        result(14, "v", 1, "", new TaskLost("silent", true));

        assertThat(moves.heldUp(FAULT)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anAttemptOnAWorkerThatGoesOnIsNotHeldUp() {
        result(9, "v", 1, "alive", new TaskBegun());
        result(40, "v", 1, "alive", new TaskLeft());

        assertThat(moves.heldUp(FAULT)).isZero();
    }

    @Test
    void anAttemptThatWaitsForItsTurnIsNotHeldUpWhileOthersAreReleased() {
        ready(9, "v");
        released(12, "other");
        released(30, "v");

        assertThat(moves.heldUp(FAULT)).isZero();
    }

    @Test
    void anAttemptIsHeldUpWhileNothingIsReleased() {
        ready(9, "v");
        released(16, "v");

        assertThat(moves.heldUp(FAULT)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void whatHasEndedOrComesLaterIsNotHeldUp() {
        result(8, "ended", 1, "w", new TaskLeft());
        moves.keep(request("later"), T0.plusSeconds(20));

        assertThat(moves.heldUp(FAULT)).isZero();
    }

    @Test
    void anAttemptThatIsOverIsNotHeldUpWhenAnOldRecordOfItComesAgain() {
        moves.keep(request("v"), T0.plusSeconds(1));
        moves.keep(failed("v"), T0.plusSeconds(5));
        moves.keep(request("v"), T0.plusSeconds(500));

        assertThat(moves.heldUp(FAULT)).isZero();
    }

    @Test
    void anAttemptThatANewerOneHasOvertakenIsNotHeldUp() {
        moves.keep(request("v"), T0.plusSeconds(1));
        moves.keep(VideoRequested.newBuilder(request("v")).setAttempt(2).build(), T0.plusSeconds(2));
        result(500, "v", 1, "w", new TaskLeft());

        assertThat(moves.heldUp(FAULT)).isZero();
    }

    @Test
    void aRepeatedRequestMovesNothing() {
        ready(9, "v");
        moves.keep(request("v"), T0.plusSeconds(11));
        released(16, "v");

        assertThat(moves.heldUp(FAULT)).isEqualTo(Duration.ofSeconds(6));
    }

    private void ready(int second, String videoId) {
        TaskReady ready = new TaskReady("analyze", 1, 0L, List.of(), new Analyze());
        moves.keep(new EncoderQueueEvent(videoId, 1, ready), T0.plusSeconds(second));
    }

    private void released(int second, String videoId) {
        moves.keep(
                EncoderTask.newBuilder()
                        .setVideoId(videoId)
                        .setAttempt(1)
                        .setTaskId("analyze")
                        .setEpoch(1)
                        .setIssuedAt(T0)
                        .setRequest(request(videoId))
                        .setWork(new Analyze())
                        .build(),
                T0.plusSeconds(second));
    }

    private void result(int second, String videoId, int epoch, String worker, Object outcome) {
        moves.keep(
                new EncoderTaskResult(videoId, 1, "analyze", epoch, worker, T0, null, outcome), T0.plusSeconds(second));
    }

    private static VideoFailed failed(String videoId) {
        return VideoFailed.newBuilder()
                .setEventId("failed-" + videoId)
                .setVideoId(videoId)
                .setAttempt(1)
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.TRANSCODE)
                        .setCode(FailureCode.CANCELLED.name())
                        .setRetryable(false)
                        .setMessage("It was cancelled.")
                        .build())
                .setFailedAt(T0)
                .build();
    }

    private static VideoRequested request(String videoId) {
        return VideoRequested.newBuilder()
                .setVideoId(videoId)
                .setSource("file:///v")
                .setRequestedAt(T0)
                .build();
    }
}
