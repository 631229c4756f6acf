package dev.dashline.cli.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.encoder.simulated.SimulatedVideo;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Reads one request a line: the body of {@code POST /videos}, or, if it has an {@code encodingTime}, a video that is to
 * be simulated: {@code {"id":"…","title":"…","provider":"…","encodingTime":6,"publicationTimeout":7}}, in seconds, the
 * timeout counted from the moment that encoding starts. Pure.
 */
public final class LineParser {

    private static final String ENCODING_TIME = "encodingTime";
    private static final String TIMEOUT = "publicationTimeout";
    private static final String SOURCE = "source";
    private static final String ID = "id";
    private static final BigDecimal MOST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    /** Keeps numbers exact: as a double, a very large one would become infinite. */
    private final ObjectMapper mapper = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** A line that breaks a rule. */
    private static final class LineException extends Exception {

        private static final long serialVersionUID = 1;

        LineException(String message) {
            super(message);
        }
    }

    public RequestLine parse(long number, String line) {
        try {
            JsonNode json = mapper.readTree(line);
            if (!(json instanceof ObjectNode object)) {
                return new RequestLine.Wrong(number, "is no JSON object");
            }
            ObjectNode body = object.has(ENCODING_TIME) ? simulated(number, object) : object;
            require(body.path(SOURCE).isTextual(), "has neither source nor " + ENCODING_TIME);
            return new RequestLine.Asked(number, body.path(ID).asText("line " + number), body);
        } catch (JsonProcessingException e) {
            return new RequestLine.Wrong(number, "is no JSON: " + e.getOriginalMessage());
        } catch (LineException e) {
            return new RequestLine.Wrong(number, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode simulated(long number, ObjectNode line) throws LineException {
        require(line.path(ID).isTextual() && !line.path(ID).textValue().isBlank(), "has no id");
        ObjectNode body = mapper.createObjectNode().put(ID, line.path(ID).textValue());
        body.put(SOURCE, line.path(SOURCE).asText("file:///simulated/" + number));
        if (line.hasNonNull("title")) {
            body.put("title", line.path("title").asText());
        }
        ObjectNode labels = body.putObject("labels");
        if (line.hasNonNull("provider")) {
            labels.put("provider", line.path("provider").asText());
        }
        labels.put(
                SimulatedVideo.ENCODING_TIME, span(line, ENCODING_TIME, false).toString());
        if (line.hasNonNull(TIMEOUT)) {
            body.put(TIMEOUT, span(line, TIMEOUT, true).toString());
            body.put("deadlineClock", "ENCODING_STARTED");
        }
        return body;
    }

    private static Duration span(ObjectNode line, String field, boolean positive) throws LineException {
        JsonNode value = line.path(field);
        require(value.isNumber(), field + " must be a number of seconds");
        BigDecimal seconds = value.decimalValue();
        require(
                seconds.signum() >= 0 && seconds.compareTo(MOST_SECONDS) <= 0,
                field + " must be a day at most, and not negative");
        Duration span = Duration.ofMillis(seconds.movePointRight(3).longValue());
        require(!positive || !span.isZero(), field + " must be more than 0");
        return span;
    }

    private static void require(boolean condition, String otherwise) throws LineException {
        if (!condition) {
            throw new LineException(otherwise);
        }
    }
}
