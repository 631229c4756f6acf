package dev.dashline.ingest.status;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.schemas.RequestRules;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What an event changes of a video's status. The one place that tells the events of the five topics apart. */
@FunctionalInterface
public interface StatusChange {

    /** The status after the event; the same as before if it changes nothing. */
    @Nullable
    VideoStatus apply(@Nullable VideoStatus before);

    /**
     * The change that an event makes to the status of a video; empty if the event is not about that video, or is
     * invalid. An invalid request is skipped because publisher-service, which ends every attempt, reports publicly what
     * is wrong with it.
     */
    static Optional<StatusChange> of(String videoId, @Nullable SpecificRecord event) {
        if (event instanceof VideoRequested request) {
            boolean valid = RequestRules.problems(request).isEmpty();
            return valid
                    ? about(videoId, request.getVideoId(), before -> requested(before, request))
                    : Optional.empty();
        } else if (event instanceof VideoEncoded encoded) {
            return about(videoId, encoded.getVideoId(), before -> VideoStatuses.apply(before, encoded));
        } else if (event instanceof VideoPublished published) {
            return about(videoId, published.getVideoId(), before -> VideoStatuses.apply(before, published));
        } else if (event instanceof VideoFailed failed) {
            return failed.getVideoId()
                    .flatMap(named -> about(videoId, named, before -> VideoStatuses.apply(before, failed)));
        } else if (event instanceof VideoUnpublished unpublished) {
            return about(videoId, unpublished.getVideoId(), before -> VideoStatuses.apply(before, unpublished));
        }
        return Optional.empty();
    }

    private static Optional<StatusChange> about(String videoId, String named, StatusChange change) {
        return named.equals(videoId) ? Optional.of(change) : Optional.empty();
    }

    /** An order to cancel or unpublish changes no status by itself: the event that follows will. */
    private static @Nullable VideoStatus requested(@Nullable VideoStatus before, VideoRequested request) {
        return request.getAction() == RequestAction.REQUEST ? VideoStatuses.apply(before, request) : before;
    }
}
