package dev.dashline.ingest.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.schemas.EventIds;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event as receivers are told of it.
 *
 * @param id the same for every repeat
 * @param type such as {@code video.published}
 * @param place among the events of its video; earlier ones are less
 * @param follows id of the event that always comes before; empty if none does
 * @param payload the body, JSON
 */
public record WebhookEvent(String id, String type, long place, Optional<String> follows, String payload) {

    /** How many places an attempt has. */
    private static final long PLACES = 4;

    /**
     * What receivers are told of an event; empty if it is nothing for them.
     *
     * @param request of its attempt, if that is known
     */
    public static Optional<WebhookEvent> of(SpecificRecord event, Optional<VideoRequested> request) {
        if (event instanceof VideoEncoded encoded) {
            return encoded.getEncoded().map(video -> encoded(encoded, video, request));
        } else if (event instanceof VideoPublished published) {
            return Optional.of(published(published, request));
        } else if (event instanceof VideoFailed failed) {
            return failed.getVideoId().filter(id -> failed.getAttempt() > 0).map(id -> failed(failed, id, request));
        } else if (event instanceof VideoUnpublished unpublished) {
            return Optional.of(unpublished(unpublished, request));
        }
        return Optional.empty();
    }

    private static WebhookEvent encoded(VideoEncoded event, EncodedVideo video, Optional<VideoRequested> request) {
        ObjectNode data = data(event.getVideoId(), event.getAttempt(), request);
        data.put("encodedAt", video.getEncodedAt().toString());
        data.put("durationMs", video.getDurationMillis());
        data.put("frames", video.getFrames());
        return new WebhookEvent(
                event.getEventId(),
                "video.encoded",
                place(event.getAttempt(), 0),
                Optional.empty(),
                body("video.encoded", video.getEncodedAt(), data));
    }

    private static WebhookEvent published(VideoPublished event, Optional<VideoRequested> request) {
        ObjectNode data = data(event.getVideoId(), event.getAttempt(), request);
        data.put("publishedAt", event.getPublishedAt().toString());
        data.put("manifest", event.getManifest());
        data.put("hls", event.getMasterPlaylist());
        event.getDeadline().ifPresent(deadline -> data.put("deadline", deadline.toString()));
        return new WebhookEvent(
                event.getEventId(),
                "video.published",
                place(event.getAttempt(), 1),
                Optional.of(EventIds.of("encoded", event.getVideoId(), event.getAttempt())),
                body("video.published", event.getPublishedAt(), data));
    }

    private static WebhookEvent failed(VideoFailed event, String videoId, Optional<VideoRequested> request) {
        ObjectNode data = data(videoId, event.getAttempt(), request);
        data.put("failedAt", event.getFailedAt().toString());
        data.put("stage", event.getFailure().getStage().name().toLowerCase(Locale.ROOT));
        data.put("code", event.getFailure().getCode());
        data.put("message", event.getFailure().getMessage());
        data.put("retryable", event.getFailure().getRetryable());
        return new WebhookEvent(
                event.getEventId(),
                "video.failed",
                place(event.getAttempt(), 2),
                Optional.empty(),
                body("video.failed", event.getFailedAt(), data));
    }

    private static WebhookEvent unpublished(VideoUnpublished event, Optional<VideoRequested> request) {
        ObjectNode data = data(event.getVideoId(), event.getAttempt(), request);
        data.put("unpublishedAt", event.getUnpublishedAt().toString());
        data.put("cause", event.getCause().name().toLowerCase(Locale.ROOT));
        event.getReason().ifPresent(reason -> data.put("reason", reason));
        return new WebhookEvent(
                event.getEventId(),
                "video.unpublished",
                place(event.getAttempt(), 3),
                Optional.of(EventIds.of("published", event.getVideoId(), event.getAttempt())),
                body("video.unpublished", event.getUnpublishedAt(), data));
    }

    private static long place(int attempt, int step) {
        return PLACES * attempt + step;
    }

    private static ObjectNode data(String videoId, int attempt, Optional<VideoRequested> request) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("id", videoId);
        data.put("attempt", attempt);
        request.ifPresent(known -> {
            data.put("tenant", known.getTenant());
            known.getTitle().ifPresent(title -> data.put("title", title));
            ObjectNode labels = data.putObject("labels");
            known.getLabels().forEach(labels::put);
        });
        return data;
    }

    private static String body(String type, Instant at, ObjectNode data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", type);
        body.put("timestamp", at.toString());
        body.set("data", data);
        return body.toString();
    }
}
