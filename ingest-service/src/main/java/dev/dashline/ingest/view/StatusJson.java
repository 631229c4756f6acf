package dev.dashline.ingest.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.Loudness;
import dev.dashline.events.Quality;
import dev.dashline.events.Rendition;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.FailedAttempt;
import dev.dashline.events.ingest.Publication;
import dev.dashline.events.ingest.Unpublication;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.schemas.ReportJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Writes a status as clients see it; unknown fields are left out. */
public final class StatusJson {

    private StatusJson() {}

    /** A status with the report on its source, which lists leave out. */
    public static ObjectNode whole(VideoStatus status) {
        ObjectNode json = of(status);
        status.getReport().ifPresent(report -> json.set("report", ReportJson.write(report)));
        return json;
    }

    /** A status as lists and events have it. */
    public static ObjectNode of(VideoStatus status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", status.getVideoId());
        json.put("attempt", status.getAttempt());
        json.put("state", lower(status.getState()));
        VideoStatuses.tenant(status).ifPresent(tenant -> json.put("tenant", tenant));
        status.getRequest().ifPresent(request -> put(json, request));
        times(json, status);
        VideoStatuses.deadline(status).ifPresent(deadline -> json.put("deadline", deadline.toString()));
        status.getPublished().ifPresent(published -> put(json, published));
        status.getFailed().ifPresent(failed -> put(json, failed));
        status.getUnpublished().ifPresent(unpublished -> put(json, unpublished));
        media(json, status);
        return json;
    }

    private static void put(ObjectNode json, VideoRequested request) {
        request.getTitle().ifPresent(title -> json.put("title", title));
        json.put("source", request.getSource());
        json.put("profile", request.getProfile());
        json.put("priority", lower(request.getPriority()));
        request.getDamage().ifPresent(damage -> json.put("damage", lower(damage)));
        request.getFrameRate().ifPresent(rate -> json.put("frameRate", rate));
        time(json, "expiresAt", request.getExpiresAt());
        request.getExpiresAfterMillis()
                .ifPresent(
                        life -> json.put("expiresAfter", Duration.ofMillis(life).toString()));
        request.getWebhook().ifPresent(url -> json.put("webhook", url));
        ObjectNode labels = json.putObject("labels");
        request.getLabels().forEach(labels::put);
    }

    private static void times(ObjectNode json, VideoStatus status) {
        json.put("createdAt", status.getCreatedAt().toString());
        json.put("updatedAt", status.getUpdatedAt().toString());
        time(json, "requestedAt", status.getRequest().map(VideoRequested::getRequestedAt));
        time(json, "encodingStartedAt", status.getEncodingStartedAt());
        time(json, "encodedAt", status.getEncodedAt());
        time(json, "publishedAt", status.getPublished().map(Publication::getPublishedAt));
        time(json, "failedAt", status.getFailed().map(FailedAttempt::getFailedAt));
        time(json, "unpublishedAt", status.getUnpublished().map(Unpublication::getAt));
    }

    private static void put(ObjectNode json, Publication published) {
        json.put("manifest", published.getManifest());
        json.put("hls", published.getMasterPlaylist());
    }

    private static void put(ObjectNode json, Unpublication unpublished) {
        json.put("cause", lower(unpublished.getCause()));
        unpublished.getReason().ifPresent(reason -> json.put("reason", reason));
    }

    private static void put(ObjectNode json, FailedAttempt failed) {
        json.put("stage", lower(failed.getFailure().getStage()));
        json.put("code", failed.getFailure().getCode());
        json.put("message", failed.getFailure().getMessage());
        failed.getFailure().getDetail().ifPresent(detail -> json.put("detail", detail));
        json.put("retryable", failed.getFailure().getRetryable());
    }

    private static void media(ObjectNode json, VideoStatus status) {
        status.getFrames().ifPresent(frames -> json.put("frames", frames));
        status.getDurationMillis().ifPresent(millis -> json.put("durationMs", millis));
        status.getEncodedAt()
                .flatMap(end -> status.getEncodingStartedAt().map(start -> Duration.between(start, end)))
                .ifPresent(time -> json.put("encodeMs", time.toMillis()));
        if (!status.getRenditions().isEmpty()) {
            ArrayNode renditions = json.putArray("renditions");
            status.getRenditions().forEach(rendition -> put(renditions.addObject(), rendition));
        }
    }

    private static void put(ObjectNode json, Rendition rendition) {
        json.put("id", rendition.getId());
        json.put("kind", lower(rendition.getKind()));
        json.put("codecs", rendition.getCodecs());
        rendition.getWidth().ifPresent(width -> json.put("width", width));
        rendition.getHeight().ifPresent(height -> json.put("height", height));
        rendition.getFrameRate().ifPresent(rate -> json.put("frameRate", rate));
        rendition.getSampleRate().ifPresent(rate -> json.put("sampleRate", rate));
        rendition.getChannels().ifPresent(channels -> json.put("channels", channels));
        rendition.getLanguage().ifPresent(language -> json.put("language", language));
        json.put("bandwidth", rendition.getBandwidth());
        json.put("averageBandwidth", rendition.getAverageBandwidth());
        json.put("segments", rendition.getSegments());
        json.put("bytes", rendition.getBytes());
        rendition.getQuality().ifPresent(quality -> put(json.putObject("quality"), quality));
        rendition.getLoudness().ifPresent(loudness -> put(json.putObject("loudness"), loudness));
    }

    private static void put(ObjectNode json, Loudness loudness) {
        json.put("integrated", loudness.getIntegrated());
        json.put("range", loudness.getRange());
        json.put("truePeak", loudness.getTruePeak());
    }

    private static void put(ObjectNode json, Quality quality) {
        json.put("metric", quality.getMetric());
        json.put("mean", quality.getMean());
        json.put("worstChunk", quality.getWorstChunk());
        json.put("worstChunkMs", quality.getWorstChunkMillis());
    }

    private static void time(ObjectNode json, String name, Optional<Instant> time) {
        time.ifPresent(instant -> json.put(name, instant.toString()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
