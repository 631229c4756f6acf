package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.events.Loudness;
import dev.dashline.events.Quality;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.SourceReport;
import dev.dashline.schemas.ReportJson;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the service's status JSON. */
public final class StatusReader {

    private StatusReader() {}

    /**
     * A video's status.
     *
     * @param input what the user called it
     * @param json as {@code GET /videos/{id}} has it
     */
    public static VideoSnapshot read(String input, JsonNode json) {
        VideoPhase state = state(json.path("state").asText());
        Optional<VideoOutcome> outcome = Optional.empty();
        if (state == VideoPhase.PUBLISHED) {
            outcome = Optional.of(published(json));
        } else if (state == VideoPhase.FAILED) {
            outcome = Optional.of(json.has("unpublishedAt") ? unpublished(json) : failed(json));
        }
        double fraction = state == VideoPhase.PUBLISHED || state == VideoPhase.PUBLISHING ? 1 : 0;
        String videoId = json.path("id").asText();
        Optional<Instant> begun =
                Optional.ofNullable(text(json, "encodingStartedAt")).map(Instant::parse);
        return new VideoSnapshot(input, videoId, state, fraction, Optional.empty(), Optional.empty(), begun, outcome);
    }

    /** An unknown state, of a newer service, counts as not final. */
    private static VideoPhase state(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "published" -> VideoPhase.PUBLISHED;
            case "failed", "unpublished" -> VideoPhase.FAILED;
            case "encoded" -> VideoPhase.PUBLISHING;
            case "encoding" -> VideoPhase.ENCODING;
            default -> VideoPhase.WAITING;
        };
    }

    private static VideoOutcome published(JsonNode json) {
        return new VideoOutcome.Published(
                json.path("manifest").asText(),
                json.path("hls").asText(),
                json.path("frames").asLong(),
                Duration.ofMillis(json.path("durationMs").asLong()),
                Duration.ofMillis(json.path("encodeMs").asLong()),
                renditions(json.path("renditions")),
                report(json));
    }

    private static VideoOutcome failed(JsonNode json) {
        return new VideoOutcome.Failed(
                json.path("code").asText(),
                json.path("message").asText(),
                Optional.ofNullable(text(json, "detail")),
                report(json));
    }

    /** Who waits for a video does not have it, although it was there. */
    private static VideoOutcome unpublished(JsonNode json) {
        String why = json.has("reason") ? ": " + json.path("reason").asText() : "";
        String message = "It was published, and is unpublished since "
                + json.path("unpublishedAt").asText() + why;
        return new VideoOutcome.Failed("UNPUBLISHED", message, Optional.empty(), report(json));
    }

    private static Optional<SourceReport> report(JsonNode json) {
        TrustedEvents.vouch();
        return json.has("report") ? Optional.of(ReportJson.read(json.path("report"))) : Optional.empty();
    }

    private static List<Rendition> renditions(JsonNode list) {
        TrustedEvents.vouch();
        List<Rendition> renditions = new ArrayList<>();
        for (JsonNode json : list) {
            renditions.add(Rendition.newBuilder()
                    .setId(json.path("id").asText())
                    .setKind(RenditionKind.valueOf(
                            json.path("kind").asText("video").toUpperCase(Locale.ROOT)))
                    .setCodecs(json.path("codecs").asText())
                    .setWidth(number(json, "width"))
                    .setHeight(number(json, "height"))
                    .setFrameRate(text(json, "frameRate"))
                    .setSampleRate(number(json, "sampleRate"))
                    .setChannels(number(json, "channels"))
                    .setLanguage(text(json, "language"))
                    .setBandwidth(json.path("bandwidth").asLong())
                    .setAverageBandwidth(json.path("averageBandwidth").asLong())
                    .setSegments(json.path("segments").asInt())
                    .setBytes(json.path("bytes").asLong())
                    .setQuality(json.has("quality") ? quality(json.path("quality")) : null)
                    .setLoudness(json.has("loudness") ? loudness(json.path("loudness")) : null)
                    .build());
        }
        return renditions;
    }

    private static Loudness loudness(JsonNode json) {
        return new Loudness(
                json.path("integrated").asDouble(),
                json.path("range").asDouble(),
                json.path("truePeak").asDouble());
    }

    private static Quality quality(JsonNode json) {
        return new Quality(
                json.path("metric").asText(),
                json.path("mean").asDouble(),
                json.path("worstChunk").asDouble(),
                json.path("worstChunkMs").asLong());
    }

    private static @Nullable Integer number(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asInt() : null;
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }
}
