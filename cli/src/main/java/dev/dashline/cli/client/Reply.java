package dev.dashline.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.cli.base.CliException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What ingest-service answered.
 *
 * @param url the service
 */
record Reply(URI url, HttpResponse<String> response) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int UNAUTHORIZED = 401;

    int status() {
        return response.statusCode();
    }

    /** The id at the end of {@code Location}; empty if there is none. */
    String videoId() {
        String location = response.headers().firstValue("Location").orElse("");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The value of a header; empty if there is none. */
    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** When it may be tried again, in seconds. HTTP also allows a date here; that is ignored. */
    Optional<Duration> retryAfter() {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** That it was refused: {@code what}, and why. */
    CliException refused(String what) {
        return new CliException(what + ": " + reason());
    }

    /** What an RFC 9457 problem says, with what is wrong with each field; the bare status if the body is none. */
    String reason() {
        JsonNode problem = response.body().startsWith("{") ? json() : MAPPER.createObjectNode();
        String reason = ProblemText.of(problem, "HTTP " + status());
        return status() == UNAUTHORIZED ? reason + " Set DASHLINE_TOKEN, or say --token." : reason;
    }

    JsonNode json() {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CliException("what answers at " + url + " is not Dashline; say where it is with --url", e);
        }
    }
}
