package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.cli.client.IngestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Requests videos that exist in labels only, and waits for them. */
final class ApiClient {

    private static final ObjectMapper json = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern ENDED = Pattern.compile("published|failed");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final URI source;

    /** @param source of all videos; nobody reads it */
    ApiClient(URI api, URI source) {
        this.api = api;
        this.source = source;
    }

    /** Returns the video's id. */
    String submit(Map<String, String> labels) throws IOException, InterruptedException {
        return submit(json.createObjectNode(), labels);
    }

    /** The same for a video that has to be public within a time. */
    String submit(Map<String, String> labels, Duration timeout) throws IOException, InterruptedException {
        return submit(json.createObjectNode().put("publicationTimeout", timeout.toString()), labels);
    }

    private String submit(ObjectNode request, Map<String, String> labels) throws IOException, InterruptedException {
        String body = request.put("source", source.toString())
                .set("labels", json.valueToTree(labels))
                .toString();
        JsonNode answer = post(body);
        assertThat(answer.hasNonNull("id")).as(answer.toString()).isTrue();
        return answer.path("id").asText();
    }

    /** Sends any body, and returns the answer. */
    JsonNode post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/videos"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return json.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    void cancel(String videoId) {
        new IngestClient(api).cancel(videoId);
    }

    String state(String videoId) {
        return new IngestClient(api).status(videoId).path("state").asText();
    }

    /** Waits until a video is public or has failed, and says which. */
    String ended(String videoId) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> ENDED.matcher(state(videoId)).matches());
        return state(videoId);
    }
}
