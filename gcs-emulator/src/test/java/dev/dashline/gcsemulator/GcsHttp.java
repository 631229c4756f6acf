package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JSON API by hand, as its documentation describes it. */
public final class GcsHttp {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI host;

    public GcsHttp(URI host) {
        this.host = host;
    }

    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String text() {
            return new String(response.body(), UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String generation() {
            return json().path("generation").asText();
        }

        String reason() {
            return json().at("/error/errors/0/reason").asText();
        }
    }

    Answer send(String method, String target, byte[] body, String... headers) throws Exception {
        return new Answer(client.send(request(method, target, body, headers), BodyHandlers.ofByteArray()));
    }

    Answer send(String method, String target) throws Exception {
        return send(method, target, new byte[0]);
    }

    Answer send(String method, String target, String body, String... headers) throws Exception {
        return send(method, target, body.getBytes(UTF_8), headers);
    }

    public Answer get(String target, String... headers) throws Exception {
        return send("GET", target, new byte[0], headers);
    }

    public Answer upload(String name, String content, String query) throws Exception {
        return send(
                "POST",
                "/upload/storage/v1/b/bucket/o?uploadType=media&name=" + name + query,
                content,
                "Content-Type",
                "text/plain");
    }

    private HttpRequest request(String method, String target, byte[] body, String... headers) {
        URI uri = target.startsWith("http") ? URI.create(target) : URI.create(host + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }
}
