package dev.dashline.ingest.video;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.Stage;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.TrustedEvents;
import java.time.Instant;
import java.util.List;

/**
 * Events of the video {@code v} for tests. An attempt's times are: asked at 0 s, started at 1 s, encoded at 5 s, ended
 * at 6 s.
 */
public final class Events {

    public static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    static {
        TrustedEvents.vouch();
    }

    private Events() {}

    public static VideoRequested requested(int attempt) {
        return aRequest().setAttempt(attempt).setRequestedAt(at(attempt, 0)).build();
    }

    public static VideoRequested.Builder aRequest() {
        return VideoRequested.newBuilder()
                .setVideoId("v")
                .setSource("gs://input/a.mp4")
                .setTitle("A title")
                .setRequestedAt(T0);
    }

    /** What is known of the source when encoding starts. */
    public static SourceReport early() {
        return SourceReport.newBuilder().setContainer("mpegts").build();
    }

    /** What is known of it in the end. */
    public static SourceReport whole() {
        SourceNote note = new SourceNote("DAMAGE_CONCEALED", 0, "Damage was <b>concealed</b>.");
        return SourceReport.newBuilder(early()).setNotes(List.of(note)).build();
    }

    public static VideoEncoded started(int attempt) {
        return encodedEvent(attempt, EncodingState.STARTED).setReport(early()).build();
    }

    public static VideoEncoded encoded(int attempt) {
        return encodedEvent(attempt, EncodingState.ENCODED)
                .setReport(whole())
                .setEncoded(EncodedVideo.newBuilder()
                        .setEncodedAt(at(attempt, 5))
                        .setManifest("gs://staging/v/manifest.mpd")
                        .setMasterPlaylist("gs://staging/v/master.m3u8")
                        .setInventory("gs://staging/v/inventory.json")
                        .setInventoryCrc32c("00000000")
                        .setRenditions(renditions())
                        .setDurationMillis(20_000)
                        .setFrames(600)
                        .build())
                .build();
    }

    public static VideoEncoded encodingFailed(int attempt) {
        return encodedEvent(attempt, EncodingState.FAILED).setFailure(failure()).build();
    }

    public static VideoPublished published(int attempt) {
        return VideoPublished.newBuilder()
                .setEventId("p" + attempt)
                .setVideoId("v")
                .setAttempt(attempt)
                .setManifest("https://cdn.example/v/manifest.mpd")
                .setMasterPlaylist("https://cdn.example/v/master.m3u8")
                .setRequestedAt(at(attempt, 0))
                .setEncodingStartedAt(at(attempt, 1))
                .setEncodedAt(at(attempt, 5))
                .setPublishedAt(at(attempt, 6))
                .setRenditions(renditions())
                .setDurationMillis(20_000)
                .setFrames(600)
                .setReport(whole())
                .build();
    }

    public static VideoFailed failed(int attempt) {
        return VideoFailed.newBuilder()
                .setEventId("f" + attempt)
                .setVideoId("v")
                .setAttempt(attempt)
                .setFailure(failure())
                .setFailedAt(at(attempt, 6))
                .setRequest(requested(attempt))
                .build();
    }

    /** Ten seconds after its publication. */
    public static VideoUnpublished unpublished(int attempt) {
        return VideoUnpublished.newBuilder()
                .setEventId("u" + attempt)
                .setVideoId("v")
                .setAttempt(attempt)
                .setUnpublishedAt(at(attempt, 16))
                .setCause(UnpublishCause.REQUESTED)
                .setReason("A <b>claim</b>.")
                .build();
    }

    /** A dead letter of no video. */
    public static VideoFailed undecodable() {
        return VideoFailed.newBuilder()
                .setEventId("u")
                .setFailure(failure())
                .setFailedAt(T0)
                .build();
    }

    public static Instant at(int attempt, long second) {
        return T0.plusSeconds(100L * (attempt - 1) + second);
    }

    private static VideoEncoded.Builder encodedEvent(int attempt, EncodingState state) {
        return VideoEncoded.newBuilder()
                .setEventId(state + "/" + attempt)
                .setVideoId("v")
                .setAttempt(attempt)
                .setState(state)
                .setEncodingStartedAt(at(attempt, 1));
    }

    private static Failure failure() {
        return Failure.newBuilder()
                .setStage(Stage.ANALYZE)
                .setCode(FailureCode.INVALID_CONTAINER.name())
                .setRetryable(false)
                .setMessage("It is <b>text</b>.")
                .setDetail("moov atom not found")
                .build();
    }

    private static List<Rendition> renditions() {
        return List.of(Rendition.newBuilder()
                .setId("v720")
                .setKind(RenditionKind.VIDEO)
                .setCodecs("avc1.64001f")
                .setWidth(1280)
                .setHeight(720)
                .setFrameRate("30/1")
                .setBandwidth(3_000_000)
                .setAverageBandwidth(2_000_000)
                .setSegments(10)
                .setBytes(5_000_000)
                .build());
    }
}
