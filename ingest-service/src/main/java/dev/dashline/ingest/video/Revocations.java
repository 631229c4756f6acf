package dev.dashline.ingest.video;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.video.Acceptance.Accepted;
import dev.dashline.ingest.video.Acceptance.Ended;
import dev.dashline.ingest.video.Acceptance.NoSuchVideo;
import dev.dashline.ingest.video.Acceptance.NotPublic;
import dev.dashline.schemas.FailureCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Accepts orders to cancel what is on its way, and to unpublish what is public. To repeat one changes nothing. Safe for
 * use by any thread and any number of replicas: publisher-service decides, by the order of the log.
 */
public record Revocations(Videos videos) {

    /** Requests the end of the current attempt. */
    public Acceptance cancel(Caller caller, String videoId) {
        Optional<VideoStatus> found = videos.find(caller, videoId);
        if (found.isEmpty()) {
            return new NoSuchVideo();
        }
        VideoStatus status = found.get();
        if (isCancelled(status)) {
            return new Accepted(videoId, status.getAttempt());
        }
        if (VideoStatuses.isTerminal(status.getState())) {
            return new Ended(status.getAttempt(), word(status));
        }
        return revoked(status, order(status).setAction(RequestAction.CANCEL));
    }

    /**
     * Requests that what is public of a video is taken back.
     *
     * @param reason for people
     */
    public Acceptance unpublish(Caller caller, String videoId, Optional<String> reason) {
        Optional<VideoStatus> found = videos.find(caller, videoId);
        if (found.isEmpty()) {
            return new NoSuchVideo();
        }
        VideoStatus status = found.get();
        if (VideoStatuses.isPublic(status)) {
            return revoked(
                    status, order(status).setAction(RequestAction.UNPUBLISH).setReason(reason.orElse(null)));
        }
        return status.getState() == VideoState.UNPUBLISHED
                ? new Accepted(videoId, status.getAttempt())
                : new NotPublic(status.getAttempt(), word(status));
    }

    private Acceptance revoked(VideoStatus status, VideoRequested.Builder order) {
        videos.revoke(order.build());
        return new Accepted(status.getVideoId(), status.getAttempt());
    }

    private static VideoRequested.Builder order(VideoStatus status) {
        return VideoRequested.newBuilder(status.getRequest()
                .orElseThrow(() -> new UnavailableException("the request is not read yet; try again", null)));
    }

    private static boolean isCancelled(VideoStatus status) {
        return status.getFailed()
                .filter(failed -> failed.getFailure().getCode().equals(FailureCode.CANCELLED.name()))
                .isPresent();
    }

    private static String word(VideoStatus status) {
        return status.getState().name().toLowerCase(Locale.ROOT);
    }
}
