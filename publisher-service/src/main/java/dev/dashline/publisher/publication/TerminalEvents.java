package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.schemas.EventIds;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the events that end an attempt, or take its publication back. Their ids follow from the attempt, so that a
 * repeated event has the same id.
 */
final class TerminalEvents {

    private TerminalEvents() {}

    /** The current attempt became public at {@code publishedAt}. */
    static VideoPublished published(PublicationState state, PublicationPolicy policy, Instant publishedAt) {
        VideoRequested request = state.getRequest().orElseThrow();
        EncodedVideo encoded = state.getEncoded().orElseThrow();
        Optional<Instant> deadline = Deadlines.deadline(state);
        return VideoPublished.newBuilder()
                .setEventId(EventIds.of("published", state.getVideoId(), state.getAttempt()))
                .setVideoId(state.getVideoId())
                .setAttempt(state.getAttempt())
                .setManifest(policy.publicManifest(state.getVideoId()))
                .setMasterPlaylist(policy.publicMasterPlaylist(state.getVideoId()))
                .setRequestedAt(request.getRequestedAt())
                .setEncodingStartedAt(state.getEncodingStartedAt().orElseThrow())
                .setEncodedAt(encoded.getEncodedAt())
                .setPublishedAt(publishedAt)
                .setDeadline(deadline.orElse(null))
                .setMarginMillis(deadline.map(due -> due.toEpochMilli() - publishedAt.toEpochMilli())
                        .orElse(null))
                .setRenditions(encoded.getRenditions())
                .setDurationMillis(encoded.getDurationMillis())
                .setFrames(encoded.getFrames())
                .setConcealed(encoded.getConcealed())
                .setReport(state.getReport().orElse(null))
                .build();
    }

    /** The current attempt failed now. */
    static VideoFailed failed(PublicationState state, Failure failure, Instant now) {
        return VideoFailed.newBuilder()
                .setEventId(EventIds.of("failed", state.getVideoId(), state.getAttempt()))
                .setVideoId(state.getVideoId())
                .setAttempt(state.getAttempt())
                .setFailure(failure)
                .setFailedAt(now)
                .setRequest(state.getRequest().orElse(null))
                .setReport(state.getReport().orElse(null))
                .build();
    }

    /** What is public of a video is taken back now. */
    static VideoUnpublished unpublished(
            PublicationState state, UnpublishCause cause, Optional<String> reason, Instant now) {
        return VideoUnpublished.newBuilder()
                .setEventId(EventIds.of("unpublished", state.getVideoId(), state.getPublishedAttempt()))
                .setVideoId(state.getVideoId())
                .setAttempt(state.getPublishedAttempt())
                .setUnpublishedAt(now)
                .setCause(cause)
                .setReason(reason.orElse(null))
                .build();
    }
}
