package dev.dashline.ingest.http;

import dev.dashline.events.Failure;
import dev.dashline.events.RequestAction;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.http.operation.VideoApi;
import dev.dashline.ingest.http.tus.UploadEndpoints;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.request.SourceRoots;
import dev.dashline.ingest.request.TenantUploads;
import dev.dashline.ingest.telemetry.BacklogLimit;
import dev.dashline.ingest.upload.UploadHandler;
import dev.dashline.ingest.upload.UploadNames;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.video.Videos;
import dev.dashline.ingest.webhook.Destinations;
import dev.dashline.schemas.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Videos without Kafka, which a test can make unavailable or block. */
final class InMemoryVideos implements Videos {

    final Map<String, VideoStatus> statuses = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile Runnable onRequest = () -> {};

    /** The operations of the API on these videos. Sources are below {@code gs://input/}. */
    VideoApi api(Clock clock) {
        return api(clock, BacklogLimit.NONE);
    }

    /** The same while so much may wait for encoders. */
    VideoApi api(Clock clock, BacklogLimit backlog) {
        return new VideoApi(handler(clock), this, parser(Optional.empty()), backlog);
    }

    /** The operations on these uploads, which may be for these videos. */
    UploadEndpoints uploadApi(UploadHandler uploads, UploadNames names, Clock clock) {
        return new UploadEndpoints(uploads, handler(clock), parser(Optional.of(names)));
    }

    private static RequestParser parser(Optional<UploadNames> uploads) {
        return new RequestParser(
                new SourceRoots(
                        uri -> uri.toString().startsWith("gs://input/"),
                        Optional.empty(),
                        new TenantUploads(uploads, Optional.empty())),
                (tenant, url) -> Destinations.PUBLIC.problem(url));
    }

    private RequestHandler handler(Clock clock) {
        return new RequestHandler(this, clock, UUID::randomUUID, Duration.ofDays(1), Duration.ofSeconds(1));
    }

    @Override
    public void request(VideoRequested request) {
        onRequest.run();
        check();
        statuses.compute(request.getVideoId(), (id, before) -> VideoStatuses.apply(before, request));
    }

    /** It is done at once, as if the arbiter had decided. */
    @Override
    public void revoke(VideoRequested order) {
        check();
        statuses.compute(
                order.getVideoId(),
                (id, before) -> Objects.requireNonNull(
                        order.getAction() == RequestAction.UNPUBLISH
                                ? VideoStatuses.apply(before, unpublished(order))
                                : VideoStatuses.apply(before, cancelled(order))));
    }

    private static VideoUnpublished unpublished(VideoRequested order) {
        return VideoUnpublished.newBuilder()
                .setEventId("unpublished")
                .setVideoId(order.getVideoId())
                .setAttempt(order.getAttempt())
                .setUnpublishedAt(order.getRequestedAt())
                .setCause(UnpublishCause.REQUESTED)
                .setReason(order.getReason().orElse(null))
                .build();
    }

    private static VideoFailed cancelled(VideoRequested request) {
        return VideoFailed.newBuilder()
                .setEventId("cancelled")
                .setVideoId(request.getVideoId())
                .setAttempt(request.getAttempt())
                .setFailure(Failure.newBuilder()
                        .setStage(FailureCode.CANCELLED.usualStage())
                        .setCode(FailureCode.CANCELLED.name())
                        .setRetryable(true)
                        .setMessage("Somebody cancelled it.")
                        .build())
                .setFailedAt(request.getRequestedAt())
                .build();
    }

    @Override
    public Optional<VideoStatus> find(String videoId) {
        check();
        return Optional.ofNullable(statuses.get(videoId));
    }

    @Override
    public Optional<VideoStatus> settled(String videoId) {
        return find(videoId);
    }

    @Override
    public VideoPage list(VideoQuery query) {
        check();
        List<VideoStatus> videos = statuses.values().stream()
                .filter(query.filter()::accepts)
                .filter(status -> query.after()
                        .map(place -> Position.of(status).compareTo(place) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(Position::of))
                .toList();
        return VideoPage.joined(List.of(new VideoPage(videos, Optional.empty())), query.limit());
    }

    private void check() {
        if (down) {
            throw new UnavailableException("Kafka does not answer.", null);
        }
    }
}
