package dev.dashline.encoder;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.TrustedEvents;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Events as tests need them. */
public final class Requests {

    public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    static {
        TrustedEvents.vouch();
    }

    private Requests() {}

    public static VideoRequested request(String videoId, int attempt) {
        return VideoRequested.newBuilder()
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setSource("file:///media/" + videoId + ".mp4")
                .setRequestedAt(T0)
                .build();
    }

    public static EncodingPlan plan(int chunks, int audioTracks) {
        return EncodingPlan.newBuilder()
                .setSource("file:///media/a.mp4")
                .setSourceGeneration(7)
                .setSourceBytes(1_000)
                .setVideoStream(0)
                .setStartMicros(0)
                .setFrameRateNum(25)
                .setFrameRateDen(1)
                .setFrames(200L * chunks)
                .setChunkFrames(200)
                .setSegmentFrames(100)
                .setGopFrames(50)
                .setChunks(chunks)
                .setWidth(640)
                .setHeight(360)
                .setRungs(List.of(new VideoRung(
                        "v360", 640, 360, 23, 900_000L, 1_800_000L, "veryfast", "main", "3.0", "h264", null)))
                .setAudioTracks(IntStream.range(0, audioTracks)
                        .mapToObj(track -> new AudioTrack(
                                "a" + track,
                                1 + track,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                128_000L,
                                48_000,
                                2,
                                8_000_000L,
                                0.0,
                                null))
                        .toList())
                .build();
    }

    /** A task as the scheduler releases it, without request and plan. */
    public static EncoderTask task(String videoId, int attempt, TaskReady ready) {
        return EncoderTask.newBuilder()
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setTaskId(ready.getTaskId())
                .setEpoch(ready.getEpoch())
                .setIssuedAt(T0)
                .setRequest(request(videoId, attempt))
                .setWork(ready.getWork())
                .build();
    }

    public static EncoderTaskResult result(EncoderTask task, Object outcome) {
        return EncoderTaskResult.newBuilder()
                .setVideoId(task.getVideoId())
                .setAttempt(task.getAttempt())
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker("worker-1")
                .setAt(T0.plusSeconds(1))
                .setOutcome(outcome)
                .build();
    }

    public static PartRef part(EncoderTask task) {
        String inventory = "file:///staging/" + task.getVideoId() + "/" + task.getTaskId() + ".json";
        return new PartRef(task.getTaskId(), inventory, "0a1b2c3d", 200L);
    }

    public static EncodedVideo encoded() {
        return new EncodedVideo(
                T0.plusSeconds(9),
                "file:///staging/manifest.mpd",
                "file:///staging/master.m3u8",
                "file:///staging/inventory.json",
                "0a1b2c3d",
                List.of(),
                8_000L,
                200L,
                List.of());
    }

    public static TaskFailed failed(FailureCode code) {
        Failure failure = Failure.newBuilder()
                .setStage(code.usualStage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage("for a test")
                .build();
        return new TaskFailed(failure, 1);
    }
}
