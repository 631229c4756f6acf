package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;

/** A client of ingest-service. Every failure is a {@link CliException} that says what to do. Thread-safe. */
public final class IngestClient implements Submitter {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** How many videos one look at their progress can be for. */
    static final int MOST_PROGRESS = 50;

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final URI url;
    private final Optional<String> token;

    /** A client of a service that asks for no token. */
    public IngestClient(URI url) {
        this(url, Optional.empty());
    }

    /**
     * A client of the service at this address.
     *
     * @param url such as {@code http://localhost:8080}
     * @param token what it shows there
     */
    public IngestClient(URI url, Optional<String> token) {
        this.token = token;
        this.url = url.getPath().endsWith("/") ? url : URI.create(url + "/");
    }

    /** The service's answer to a request. */
    public sealed interface Answer {

        /** The request is stored and cannot be lost any more. */
        record Accepted(String videoId) implements Answer {}

        /**
         * Not now.
         *
         * @param retryAfter when it may be tried again, if the service said so
         */
        record Busy(Optional<Duration> retryAfter) implements Answer {}

        /** The request is invalid: sending it again would not help. */
        record Refused(String reason) implements Answer {}
    }

    @Override
    public String submit(Submission submission) {
        Answer answer = post(submission.body(), UUID.randomUUID().toString());
        if (answer instanceof Answer.Accepted accepted) {
            return accepted.videoId();
        }
        throw submission.refused(
                answer instanceof Answer.Refused refused ? refused.reason() : "it is busy, try again later");
    }

    /**
     * Asks for a video.
     *
     * @param key the same for the same request, however often it is sent: it is one video then
     */
    public Answer post(ObjectNode body, String key) {
        HttpRequest request = request("videos")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        Reply reply = send(request);
        return switch (reply.status()) {
            case 202 -> new Answer.Accepted(reply.videoId());
            case 429, 503 -> new Answer.Busy(reply.retryAfter());
            default -> new Answer.Refused(reply.reason());
        };
    }

    /** What the service knows of a video. */
    public JsonNode status(String videoId) {
        return look(videoId).orElseThrow();
    }

    /**
     * As {@link #status}, but returns {@link StatusAnswer.NotNow} instead of failing when the service does not answer.
     */
    public StatusAnswer look(String videoId) {
        return answer(
                video(videoId).GET().build(),
                "no status of " + videoId,
                "no video " + videoId + " is known at " + url + "; look at what submit printed");
    }

    /**
     * A page of the list of videos: the body of {@code GET /videos}.
     *
     * @param parameters those of the request, not encoded
     */
    public StatusAnswer list(Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + '=' + encoded(each.getValue()))
                .collect(Collectors.joining("&", "videos?", ""));
        return answer(request(query).GET().build(), "no list of videos", "there is no list of videos at " + url);
    }

    /**
     * How far videos are that are being encoded: the body of {@code GET /progress}.
     *
     * @param videoIds up to {@link #MOST_PROGRESS}
     */
    public StatusAnswer progress(List<String> videoIds) {
        String query =
                videoIds.stream().map(id -> "id=" + encoded(id)).collect(Collectors.joining("&", "progress?", ""));
        return answer(request(query).GET().build(), "no progress of videos", "there is no progress at " + url);
    }

    /** The profiles that requests may name: the body of {@code GET /profiles}. */
    public StatusAnswer profiles() {
        return answer(
                request("profiles").GET().build(),
                "no list of profiles",
                "there is no list of profiles at " + url + "; is the service older than this command?");
    }

    /** @param missing what a 404 means */
    private StatusAnswer answer(HttpRequest request, String what, String missing) {
        Reply reply;
        try {
            reply = exchange(request);
        } catch (IOException e) {
            return new StatusAnswer.NotNow(silence(e), Optional.empty());
        }
        return switch (reply.status()) {
            case 200 -> new StatusAnswer.Known(reply.json());
            case 404 -> new StatusAnswer.Unknown(new CliException(missing));
            case 429, 502, 503, 504 -> new StatusAnswer.NotNow(reply.refused(what), reply.retryAfter());
            default -> throw reply.refused(what);
        };
    }

    /** Asks for the end of a video. */
    public Revocation cancel(String videoId) {
        return revocation(video(videoId).DELETE().build());
    }

    /**
     * Asks for what is public of a video to be taken back.
     *
     * @param reason for people
     */
    public Revocation unpublish(String videoId, Optional<String> reason) {
        ObjectNode body = mapper.createObjectNode();
        reason.ifPresent(text -> body.put("reason", text));
        return revocation(request("videos/" + encoded(videoId) + "/unpublish")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private Revocation revocation(HttpRequest request) {
        Reply reply = send(request);
        return switch (reply.status()) {
            case 202 -> new Revocation.Requested(reply.json().path("attempt").asInt());
            case 409 -> new Revocation.LeftAlone(reply.reason());
            default -> new Revocation.Refused(reply.reason());
        };
    }

    /**
     * Asks for a failed video once more.
     *
     * @param failed the attempt whose failure is meant: should another have taken its place, the video is left alone
     * @param deadline instead of the request's own
     */
    public ReplayOutcome replay(String videoId, OptionalInt failed, Optional<Duration> deadline) {
        ObjectNode body = mapper.createObjectNode();
        deadline.ifPresent(time -> body.put("publicationTimeout", time.toString()));
        String meant = failed.isPresent() ? "?attempt=" + failed.getAsInt() : "";
        HttpRequest.Builder request = request("videos/" + encoded(videoId) + "/replay" + meant);
        // The type also if there is no body: the service takes no change that any web page could ask for.
        Reply reply = send(request.header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build());
        if (reply.status() == 202) {
            int attempt = reply.json().path("attempt").asInt();
            return new ReplayOutcome(OptionalInt.of(attempt), false, "attempt " + attempt);
        }
        String why = String.valueOf(reply.refused("not replayed").getMessage());
        return new ReplayOutcome(OptionalInt.empty(), reply.status() == 409, why);
    }

    private HttpRequest.Builder video(String videoId) {
        return request("videos/" + encoded(videoId));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT);
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        return request;
    }

    Reply send(HttpRequest request) {
        try {
            return exchange(request);
        } catch (IOException e) {
            throw silence(e);
        }
    }

    Reply exchange(HttpRequest request) throws IOException {
        try {
            return new Reply(url, http.send(request, BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while " + url + " was asked", e);
        }
    }

    private CliException silence(IOException cause) {
        return new CliException(
                "nothing answers at " + url + "; start it with: dashline dev, or say where it is with --url", cause);
    }
}
