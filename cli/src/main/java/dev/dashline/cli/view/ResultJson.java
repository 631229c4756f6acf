package dev.dashline.cli.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.events.Loudness;
import dev.dashline.events.Quality;
import dev.dashline.events.Rendition;
import dev.dashline.events.SourceReport;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.ReportJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A video's end as one line of JSON. Its fields are public API: always the same, {@code null} where there is nothing to
 * say.
 */
public final class ResultJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ResultJson() {}

    /**
     * The line, without a line break.
     *
     * @throws IllegalArgumentException if the video has not ended
     */
    public static String of(VideoSnapshot video) {
        VideoOutcome outcome =
                video.outcome().orElseThrow(() -> new IllegalArgumentException(video.videoId() + " has not ended"));
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("input", video.input());
            json.writeStringField("videoId", video.videoId());
            json.writeStringField("state", video.state().word());
            if (outcome instanceof VideoOutcome.Published published) {
                writePublished(json, published);
            } else if (outcome instanceof VideoOutcome.Failed failed) {
                writeFailed(json, failed);
            }
            writeReport(json, outcome.report());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return line.toString();
    }

    /**
     * The line of a video that was not even submitted, without a line break.
     *
     * @param input as the user wrote it
     */
    public static String refused(String input, String why) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("input", input);
            json.writeNullField("videoId");
            json.writeStringField("state", "refused");
            writeFailure(json, FailureCode.INVALID_REQUEST.name(), why);
            writeReport(json, Optional.empty());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return line.toString();
    }

    private static void writePublished(JsonGenerator json, VideoOutcome.Published published) throws IOException {
        json.writeStringField("manifest", published.manifest());
        json.writeStringField("hls", published.hls());
        json.writeNullField("code");
        json.writeNullField("message");
        json.writeNumberField("frames", published.frames());
        json.writeNumberField("durationMs", published.duration().toMillis());
        json.writeNumberField("encodeMs", published.encoding().toMillis());
        writeRenditions(json, published.renditions());
    }

    private static void writeFailed(JsonGenerator json, VideoOutcome.Failed failed) throws IOException {
        writeFailure(json, failed.code(), failed.message());
    }

    private static void writeFailure(JsonGenerator json, String code, String message) throws IOException {
        json.writeNullField("manifest");
        json.writeNullField("hls");
        json.writeStringField("code", code);
        json.writeStringField("message", message);
        json.writeNullField("frames");
        json.writeNullField("durationMs");
        json.writeNullField("encodeMs");
        writeRenditions(json, List.of());
    }

    private static void writeReport(JsonGenerator json, Optional<SourceReport> report) throws IOException {
        json.writeFieldName("report");
        json.writeRawValue(
                report.map(known -> ReportJson.write(known).toString()).orElse("null"));
    }

    private static void writeRenditions(JsonGenerator json, List<Rendition> renditions) throws IOException {
        json.writeArrayFieldStart("renditions");
        for (Rendition rendition : renditions) {
            json.writeStartObject();
            json.writeStringField("id", rendition.getId());
            json.writeStringField("kind", rendition.getKind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("codecs", rendition.getCodecs());
            writeNumber(json, "width", rendition.getWidth().orElse(null));
            writeNumber(json, "height", rendition.getHeight().orElse(null));
            json.writeStringField("frameRate", rendition.getFrameRate().orElse(null));
            writeNumber(json, "sampleRate", rendition.getSampleRate().orElse(null));
            writeNumber(json, "channels", rendition.getChannels().orElse(null));
            json.writeStringField("language", rendition.getLanguage().orElse(null));
            json.writeNumberField("bandwidth", rendition.getBandwidth());
            json.writeNumberField("averageBandwidth", rendition.getAverageBandwidth());
            json.writeNumberField("segments", rendition.getSegments());
            json.writeNumberField("bytes", rendition.getBytes());
            if (rendition.getQuality().isPresent()) {
                write(json, rendition.getQuality().get());
            }
            if (rendition.getLoudness().isPresent()) {
                write(json, rendition.getLoudness().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Quality quality) throws IOException {
        json.writeObjectFieldStart("quality");
        json.writeStringField("metric", quality.getMetric());
        json.writeNumberField("mean", quality.getMean());
        json.writeNumberField("worstChunk", quality.getWorstChunk());
        json.writeNumberField("worstChunkMs", quality.getWorstChunkMillis());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Loudness loudness) throws IOException {
        json.writeObjectFieldStart("loudness");
        json.writeNumberField("integrated", loudness.getIntegrated());
        json.writeNumberField("range", loudness.getRange());
        json.writeNumberField("truePeak", loudness.getTruePeak());
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
