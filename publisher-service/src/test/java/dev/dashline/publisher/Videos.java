package dev.dashline.publisher;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Priority;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationRefused;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationWithdrawn;
import dev.dashline.publisher.publication.Failures;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.PublicationPolicy;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.TrustedEvents;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events and orders for tests. */
public final class Videos {

    public static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
    public static final Duration GRACE = Duration.ofMillis(150);
    public static final PublicationPolicy POLICY = new PublicationPolicy(
            URI.create("https://videos.example/"), GRACE, Duration.ofDays(30), Duration.ofMinutes(10));

    static {
        TrustedEvents.vouch();
    }

    private Videos() {}

    /** So many milliseconds after {@link #T0}. */
    public static Instant at(long millis) {
        return T0.plusMillis(millis);
    }

    public static VideoRequested.Builder request(String videoId, int attempt) {
        return VideoRequested.newBuilder()
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setSource("file:///in/" + videoId + ".mp4")
                .setRequestedAt(T0);
    }

    /** A request to be public within a time that runs from its acceptance at {@link #T0}. */
    public static VideoRequested within(String videoId, int attempt, long millis) {
        return request(videoId, attempt).setPublicationTimeoutMillis(millis).build();
    }

    /** A request to be public within a time that runs from the start of its encoding. */
    public static VideoRequested withinOfEncoding(String videoId, int attempt, long millis) {
        return request(videoId, attempt)
                .setPublicationTimeoutMillis(millis)
                .setDeadlineClock(DeadlineClock.ENCODING_STARTED)
                .build();
    }

    public static VideoEncoded started(String videoId, int attempt, Instant at) {
        return encoder("encoding-started", EncodingState.STARTED, videoId, attempt, at)
                .build();
    }

    public static VideoEncoded encoded(String videoId, int attempt, Instant startedAt) {
        return encoder("encoded", EncodingState.ENCODED, videoId, attempt, startedAt)
                .setEncoded(output(videoId, attempt))
                .build();
    }

    public static VideoEncoded failed(String videoId, int attempt, FailureCode code) {
        return encoder("encoding-failed", EncodingState.FAILED, videoId, attempt, T0)
                .setFailure(Failures.of(code, "for a test"))
                .build();
    }

    private static VideoEncoded.Builder encoder(
            String kind, EncodingState state, String videoId, int attempt, Instant startedAt) {
        return VideoEncoded.newBuilder()
                .setEventId(EventIds.of(kind, videoId, attempt))
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setState(state)
                .setEncodingStartedAt(startedAt);
    }

    public static EncodedVideo output(String videoId, int attempt) {
        String staged = "file:///staging/" + videoId + "/" + attempt + "/";
        return new EncodedVideo(
                T0.plusMillis(500),
                staged + "manifest.mpd",
                staged + "master.m3u8",
                staged + "inventory.json",
                "0a1b2c3d",
                List.of(),
                8_000L,
                200L,
                List.of());
    }

    public static PublicationOrder order(String videoId, int attempt) {
        return new PublicationOrder(videoId, attempt, output(videoId, attempt), Optional.empty(), Priority.NORMAL);
    }

    /** To take back what {@link #order(String, int)} makes public; none before it was published. */
    public static WithdrawalOrder withdrawal(String videoId, int attempt) {
        return new WithdrawalOrder(videoId, attempt, 0, Optional.of(output(videoId, attempt)));
    }

    public static PublicationOrder order(String videoId, Instant deadline) {
        return new PublicationOrder(videoId, 1, output(videoId, 1), Optional.of(deadline), Priority.NORMAL);
    }

    public static PublicationResult done(String videoId, int attempt, Instant publishedAt) {
        return result(videoId, attempt, new PublicationDone(publishedAt), publishedAt);
    }

    public static PublicationResult refused(String videoId, int attempt, FailureCode code) {
        return result(videoId, attempt, new PublicationRefused(Failures.of(code, "for a test")), T0);
    }

    public static PublicationResult withdrawn(String videoId, int attempt) {
        return result(videoId, attempt, new PublicationWithdrawn(), T0);
    }

    private static PublicationResult result(String videoId, int attempt, Object outcome, Instant at) {
        return PublicationResult.newBuilder()
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setEncoded(output(videoId, attempt))
                .setAt(at)
                .setOutcome(outcome)
                .build();
    }
}
