package dev.dashline.ingest.video;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.EncodingState;
import dev.dashline.events.SourceReport;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.ingest.FailedAttempt;
import dev.dashline.events.ingest.Publication;
import dev.dashline.events.ingest.Unpublication;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges events into the status of a video. Records of the five topics arrive in any order relative to each other, and
 * may arrive again. So the result does not depend on the order, with one intended exception: of two different ends of
 * an attempt, the first to arrive counts.
 *
 * <p>A higher attempt starts over. Of a lower one counts when it was, since a video is as old as its first event, and
 * whether it is public.
 * Within an attempt the state only goes forwards; a late event still adds what was unknown.
 */
public final class VideoStatuses {

    private VideoStatuses() {}

    /** The status after a request. */
    public static VideoStatus apply(@Nullable VideoStatus before, VideoRequested request) {
        Instant at = request.getRequestedAt();
        return merge(before, request.getVideoId(), request.getAttempt(), at, status -> request(status, request));
    }

    /**
     * The status after encoding started or succeeded. A failed encoding changes nothing: the arbiter sends a
     * {@link VideoFailed}.
     */
    public static VideoStatus apply(@Nullable VideoStatus before, VideoEncoded event) {
        Instant at = event.getEncoded().map(encoded -> encoded.getEncodedAt()).orElse(event.getEncodingStartedAt());
        return merge(before, event.getVideoId(), event.getAttempt(), at, status -> {
            if (event.getState() == EncodingState.FAILED) {
                return;
            }
            forward(status, VideoState.ENCODING);
            status.setEncodingStartedAt(event.getEncodingStartedAt());
            event.getReport().ifPresent(report -> report(status, report));
            event.getEncoded().ifPresent(encoded -> {
                forward(status, VideoState.ENCODED);
                status.setEncodedAt(encoded.getEncodedAt());
                status.setDurationMillis(encoded.getDurationMillis());
                status.setFrames(encoded.getFrames());
                status.setRenditions(encoded.getRenditions());
            });
        });
    }

    /** The status after publication. */
    public static VideoStatus apply(@Nullable VideoStatus before, VideoPublished event) {
        VideoStatus merged = merge(before, event.getVideoId(), event.getAttempt(), event.getPublishedAt(), status -> {
            event.getReport().ifPresent(report -> report(status, report));
            if (status.getState() != VideoState.FAILED) {
                published(status, event);
            }
        });
        int published = Math.max(merged.getPublishedAttempt(), event.getAttempt());
        return VideoStatus.newBuilder(merged).setPublishedAttempt(published).build();
    }

    private static void published(VideoStatus.Builder status, VideoPublished event) {
        status.setEncodingStartedAt(event.getEncodingStartedAt());
        status.setEncodedAt(event.getEncodedAt());
        status.setDurationMillis(event.getDurationMillis());
        status.setFrames(event.getFrames());
        status.setRenditions(event.getRenditions());
        if (!isTerminal(status.getState())) {
            status.setState(VideoState.PUBLISHED);
            status.setPublished(new Publication(
                    event.getManifest(),
                    event.getMasterPlaylist(),
                    event.getPublishedAt(),
                    event.getDeadline().orElse(null)));
        }
    }

    /** The status after what was public is taken back. Its place is after the publication, also if it comes before. */
    public static VideoStatus apply(@Nullable VideoStatus before, VideoUnpublished event) {
        VideoStatus merged = merge(before, event.getVideoId(), event.getAttempt(), event.getUnpublishedAt(), status -> {
            if (status.getState() != VideoState.FAILED) {
                status.setState(VideoState.UNPUBLISHED);
                status.setPublished(null);
                status.setUnpublished(new Unpublication(
                        event.getUnpublishedAt(),
                        event.getCause(),
                        event.getReason().orElse(null)));
            }
        });
        int unpublished = Math.max(merged.getUnpublishedAttempt(), event.getAttempt());
        return VideoStatus.newBuilder(merged).setUnpublishedAttempt(unpublished).build();
    }

    /**
     * The status after a failure.
     *
     * @return {@code before} if the failure is that of an unreadable record, which is of no attempt
     */
    public static @Nullable VideoStatus apply(@Nullable VideoStatus before, VideoFailed event) {
        Optional<String> videoId = event.getVideoId();
        if (videoId.isEmpty() || event.getAttempt() < 1) {
            return before;
        }
        return merge(before, videoId.get(), event.getAttempt(), event.getFailedAt(), status -> {
            event.getRequest().ifPresent(request -> request(status, request));
            event.getReport().ifPresent(report -> report(status, report));
            if (!isTerminal(status.getState())) {
                status.setState(VideoState.FAILED);
                status.setFailed(new FailedAttempt(event.getFailure(), event.getFailedAt()));
            }
        });
    }

    /** The deadline of the attempt; empty if there is none, or its clock has not started. */
    public static Optional<Instant> deadline(VideoStatus status) {
        Optional<Instant> told = status.getPublished().flatMap(Publication::getDeadline);
        return told.isPresent() ? told : status.getRequest().flatMap(request -> deadline(status, request));
    }

    /** Whose video it is; empty while no request was seen. */
    public static Optional<String> tenant(VideoStatus status) {
        return status.getTenant().or(() -> status.getRequest().map(VideoRequested::getTenant));
    }

    /** Whether an attempt in this state has ended. */
    public static boolean isTerminal(VideoState state) {
        return switch (state) {
            case REQUESTED, ENCODING, ENCODED -> false;
            case PUBLISHED, FAILED, UNPUBLISHED -> true;
        };
    }

    /** Whether something of the video is public: of the current attempt, or of one before it. */
    public static boolean isPublic(VideoStatus status) {
        return status.getState() == VideoState.PUBLISHED
                || status.getPublishedAttempt() > status.getUnpublishedAttempt();
    }

    private static Optional<Instant> deadline(VideoStatus status, VideoRequested request) {
        if (request.getDeadline().isPresent()) {
            return request.getDeadline();
        }
        Optional<Instant> start = request.getDeadlineClock() == DeadlineClock.REQUESTED
                ? Optional.of(request.getRequestedAt())
                : status.getEncodingStartedAt();
        return start.flatMap(from -> request.getPublicationTimeoutMillis().map(from::plusMillis));
    }

    private static void request(VideoStatus.Builder status, VideoRequested request) {
        if (status.getRequest() == null) {
            status.setRequest(request);
        }
        if (status.getFingerprint() == null) {
            status.setFingerprint(Fingerprint.of(request));
        }
        if (status.getTenant() == null) {
            status.setTenant(request.getTenant());
        }
    }

    /** A later report of an attempt has the notes of an earlier one, and maybe more. */
    private static void report(VideoStatus.Builder status, SourceReport report) {
        SourceReport known = status.getReport();
        if (known == null || known.getNotes().size() < report.getNotes().size()) {
            status.setReport(report);
        }
    }

    private static void forward(VideoStatus.Builder status, VideoState state) {
        if (status.getState().compareTo(state) < 0) {
            status.setState(state);
        }
    }

    private static VideoStatus merge(
            @Nullable VideoStatus before,
            String videoId,
            int attempt,
            Instant at,
            Consumer<VideoStatus.Builder> change) {
        if (before != null && before.getAttempt() > attempt) {
            return at.isBefore(before.getCreatedAt())
                    ? VideoStatus.newBuilder(before).setCreatedAt(at).build()
                    : before;
        }
        VideoStatus.Builder status = before != null && before.getAttempt() == attempt
                ? VideoStatus.newBuilder(before)
                : begin(before, videoId, attempt, at);
        if (at.isBefore(status.getCreatedAt())) {
            status.setCreatedAt(at);
        }
        if (at.isAfter(status.getUpdatedAt())) {
            status.setUpdatedAt(at);
        }
        change.accept(status);
        return status.build();
    }

    private static VideoStatus.Builder begin(@Nullable VideoStatus before, String videoId, int attempt, Instant at) {
        return VideoStatus.newBuilder()
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setState(VideoState.REQUESTED)
                .setCreatedAt(before == null ? at : before.getCreatedAt())
                .setUpdatedAt(at)
                .setFingerprint(before == null ? null : before.getFingerprint().orElse(null))
                .setTenant(before == null ? null : tenant(before).orElse(null))
                .setPublishedAttempt(before == null ? 0 : before.getPublishedAttempt())
                .setUnpublishedAttempt(before == null ? 0 : before.getUnpublishedAttempt())
                .setRenditions(List.of());
    }
}
