package dev.dashline.cli.follow;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.VideoPublished;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of the video {@code v1}, attempt 1. */
public final class Events {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static {
        TrustedEvents.vouch();
    }

    private Events() {}

    static VideoProgress progress(String task, int epoch, long doneMillis, long totalMillis, Duration after) {
        return VideoProgress.newBuilder()
                .setVideoId("v1")
                .setAttempt(1)
                .setTaskId(task)
                .setEpoch(epoch)
                .setWorker("w1")
                .setDoneMillis(doneMillis)
                .setTotalMillis(totalMillis)
                .setAt(START.plus(after))
                .build();
    }

    static VideoEncoded started() {
        return encoded(EncodingState.STARTED, null);
    }

    static VideoEncoded encoded() {
        return encoded(
                EncodingState.ENCODED,
                EncodedVideo.newBuilder()
                        .setEncodedAt(START.plusSeconds(4))
                        .setManifest("file:///staging/v1/1/manifest.mpd")
                        .setMasterPlaylist("file:///staging/v1/1/master.m3u8")
                        .setInventory("file:///staging/v1/1/inventory.json")
                        .setInventoryCrc32c("00000000")
                        .setRenditions(List.of())
                        .setDurationMillis(10_000)
                        .setFrames(250)
                        .build());
    }

    public static VideoPublished published(int attempt) {
        return VideoPublished.newBuilder()
                .setEventId("e")
                .setVideoId("v1")
                .setAttempt(attempt)
                .setManifest("file:///out/v1/manifest.mpd")
                .setMasterPlaylist("file:///out/v1/master.m3u8")
                .setRequestedAt(START)
                .setEncodingStartedAt(START.plusSeconds(1))
                .setEncodedAt(START.plusSeconds(4))
                .setPublishedAt(START.plusSeconds(5))
                .setRenditions(List.of())
                .setDurationMillis(10_000)
                .setFrames(250)
                .build();
    }

    public static VideoFailed failed(String code) {
        return VideoFailed.newBuilder()
                .setEventId("e")
                .setVideoId("v1")
                .setAttempt(1)
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.ANALYZE)
                        .setCode(code)
                        .setRetryable(false)
                        .setMessage("It is \"not\" a video.")
                        .build())
                .setFailedAt(START.plusSeconds(2))
                .build();
    }

    private static VideoEncoded encoded(EncodingState state, @Nullable EncodedVideo video) {
        return VideoEncoded.newBuilder()
                .setEventId("e")
                .setVideoId("v1")
                .setAttempt(1)
                .setState(state)
                .setEncodingStartedAt(START.plusSeconds(1))
                .setEncoded(video)
                .build();
    }
}
