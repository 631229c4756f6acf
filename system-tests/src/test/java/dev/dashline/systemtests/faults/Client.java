package dev.dashline.systemtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.GarbageRecord;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.LoggedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A client that retries until its requests are accepted, and records what was acknowledged. Thread-safe. */
final class Client implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final Duration ACCEPTED_WITHIN = Duration.ofMinutes(5);
    private static final Duration RETRY_AFTER = Duration.ofMillis(250);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<URI> replicas;
    private final String prefix;
    private final RecordProducer producer;
    private final List<AttemptId> acknowledged = new ArrayList<>();
    private final List<AttemptId> unpublishings = new ArrayList<>();
    private final List<GarbageRecord> garbage = new ArrayList<>();

    /**
     * @param replicas addresses of ingest-service
     * @param prefix first part of the ids and keys of this run
     */
    Client(KafkaSettings kafka, List<URI> replicas, String prefix) {
        this.replicas = List.copyOf(replicas);
        this.prefix = prefix;
        this.producer = new RecordProducer(kafka);
    }

    synchronized List<AttemptId> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized List<AttemptId> unpublishings() {
        return List.copyOf(unpublishings);
    }

    synchronized List<GarbageRecord> garbage() {
        return List.copyOf(garbage);
    }

    /** Sends a request until it is accepted; returns the attempt that must get an outcome. */
    AttemptId submit(ClientRequest request) throws InterruptedException {
        String id = prefix + "-" + request.number();
        return switch (request.delivery()) {
            case HTTP -> post(request, id, request.number());
            case HTTP_TWICE -> {
                CompletableFuture<AttemptId> other = CompletableFuture.supplyAsync(() -> {
                    try {
                        return post(request, id, request.number() + 1);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                AttemptId attempt = post(request, id, request.number());
                if (!other.join().equals(attempt)) {
                    throw new IllegalStateException(id + " became two videos");
                }
                yield attempt;
            }
            case PRODUCER -> produce(event(request, id, 1));
            case PRODUCER_TWICE -> {
                produce(event(request, id, 1));
                yield produce(event(request, id, 1));
            }
            case PRODUCER_REORDERED -> {
                AttemptId second = produce(event(request, id, 2));
                produce(event(request, id, 1));
                yield second;
            }
            case PRODUCER_SUPERSEDED -> {
                produce(event(request, id, 1));
                VideoRequested.Builder next = VideoRequested.newBuilder(event(request, id, 2));
                Map<String, String> labels = new HashMap<>(request.labels());
                labels.put(History.SUPERSEDES, "yes");
                yield produce(next.setLabels(labels).build());
            }
        };
    }

    /** Asks one replica to replay a failed attempt; empty if it refuses. */
    Optional<AttemptId> replay(AttemptId failed, int replica) throws InterruptedException {
        URI uri = replica(replica).resolve("/videos/" + failed.videoId() + "/replay");
        Instant end = Instant.now().plus(ACCEPTED_WITHIN);
        while (Instant.now().isBefore(end)) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"publicationTimeout\":\"PT10M\"}"));
            Optional<HttpResponse<String>> response = send(request);
            if (response.isPresent() && response.get().statusCode() == 202) {
                return Optional.of(accepted(response.get()));
            }
            if (response.isPresent() && response.get().statusCode() == 409) {
                return Optional.empty();
            }
            Shell.pause(RETRY_AFTER);
        }
        return Optional.empty();
    }

    /** Asks one replica to cancel a video; false if it has ended already or the replica does not answer. */
    boolean cancel(String videoId, int replica) throws InterruptedException {
        URI uri = replica(replica).resolve("/videos/" + videoId);
        return send(HttpRequest.newBuilder(uri).DELETE())
                .filter(response -> response.statusCode() == 202)
                .isPresent();
    }

    /** Asks one replica to unpublish an attempt; false if the replica does not know it as public or does not answer. */
    boolean unpublish(AttemptId published, int replica) throws InterruptedException {
        URI uri = replica(replica).resolve("/videos/" + published.videoId() + "/unpublish");
        boolean accepted = send(HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"reason\":\"a fault\"}")))
                .filter(response -> response.statusCode() == 202)
                .isPresent();
        synchronized (this) {
            if (accepted) {
                unpublishings.add(published);
            }
        }
        return accepted;
    }

    /** Writes an old record again, unchanged. */
    void repeat(Topic<?> topic, byte[] key, byte[] value) throws InterruptedException {
        var unused = producer.send(topic.name(), key, value);
    }

    /** Writes a record that is no event of its topic. */
    void produceGarbage(Topic<?> topic, String key, byte[] value) throws InterruptedException {
        RecordMetadata place = producer.send(topic.name(), key.getBytes(StandardCharsets.UTF_8), value);
        synchronized (this) {
            garbage.add(new GarbageRecord(
                    new LoggedEvent.Place(place.topic(), place.partition(), place.offset()), ByteBuffer.wrap(value)));
        }
    }

    /** Writes a request that breaks a rule. */
    AttemptId produceInvalid(int number) throws InterruptedException {
        VideoRequested request = VideoRequested.newBuilder()
                .setVideoId(prefix + "-invalid-" + number)
                .setAttempt(1)
                .setSource("http://169.254.169.254/latest")
                .setRequestedAt(now())
                .setLabels(Map.of(History.HOPELESS, "yes"))
                .build();
        return produce(request);
    }

    @Override
    public void close() {
        producer.close();
    }

    private AttemptId post(ClientRequest request, String key, int firstReplica) throws InterruptedException {
        Instant end = Instant.now().plus(ACCEPTED_WITHIN);
        for (int tries = 0; Instant.now().isBefore(end); tries++) {
            HttpRequest.Builder post = HttpRequest.newBuilder(
                            replica(firstReplica + tries).resolve("/videos"))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(body(request)));
            Optional<HttpResponse<String>> response = send(post);
            if (response.isPresent() && response.get().statusCode() == 202) {
                return accepted(response.get());
            }
            if (response.isPresent()
                    && response.get().statusCode() / 100 == 4
                    && response.get().statusCode() != 429) {
                throw new IllegalStateException(response.get().body());
            }
            Shell.pause(RETRY_AFTER);
        }
        throw new IllegalStateException(key + " was not accepted in time");
    }

    private AttemptId accepted(HttpResponse<String> response) {
        try {
            JsonNode body = json.readTree(response.body());
            return acknowledged(
                    new AttemptId(body.path("id").asText(), body.path("attempt").asInt()));
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    private synchronized AttemptId acknowledged(AttemptId attempt) {
        acknowledged.add(attempt);
        return attempt;
    }

    private String body(ClientRequest request) {
        ObjectNode body = json.createObjectNode();
        body.put("source", request.source().toString());
        request.timeout()
                .ifPresent(timeout -> body.put("publicationTimeout", timeout.toString())
                        .put("deadlineClock", request.clock().name().toLowerCase(Locale.ROOT)));
        ObjectNode labels = body.putObject("labels");
        request.labels().forEach(labels::put);
        return body.toString();
    }

    private static VideoRequested event(ClientRequest request, String id, int attempt) {
        return VideoRequested.newBuilder()
                .setVideoId(id)
                .setAttempt(attempt)
                .setSource(request.source().toString())
                .setLabels(request.labels())
                .setRequestedAt(now())
                .setPublicationTimeoutMillis(
                        request.timeout().map(Duration::toMillis).orElse(null))
                .setDeadlineClock(request.clock())
                .build();
    }

    private AttemptId produce(VideoRequested request) throws InterruptedException {
        producer.send(request);
        return acknowledged(new AttemptId(request.getVideoId(), request.getAttempt()));
    }

    private Optional<HttpResponse<String>> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return Optional.of(http.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private URI replica(int number) {
        return replicas.get(Math.floorMod(number, replicas.size()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
