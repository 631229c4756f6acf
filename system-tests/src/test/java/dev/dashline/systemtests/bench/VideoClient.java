package dev.dashline.systemtests.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Requests videos whose encoding takes no time. Safe for use by many threads. */
final class VideoClient {

    private static final String BODY = "{\"source\": \"file:///simulated\","
            + " \"labels\": {\"simulatedEncodingTime\": \"0s\", \"simulatedChunks\": \"1\"}}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI videos;

    /** @param api where it answers */
    VideoClient(URI api) {
        this.videos = api.resolve("/videos");
    }

    /** Requests one, and returns its id. */
    String post() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(videos)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
        return answer.body().replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]*)\".*", "$1");
    }
}
