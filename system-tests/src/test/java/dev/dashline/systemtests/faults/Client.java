package dev.dashline.systemtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.Garbage;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.Logged;
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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Somebody who wants videos, who does not give up, and who remembers what was promised. Thread-safe. */
final class Client implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(250);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<URI> replicas;
    private final String prefix;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<VideoRequested> requests;
    private final List<AttemptId> acknowledged = new ArrayList<>();
    private final List<Garbage> garbage = new ArrayList<>();

    /**
     * @param replicas addresses of ingest-service
     * @param prefix what ids and keys of this run begin with
     */
    Client(KafkaSettings kafka, List<URI> replicas, String prefix) {
        this.replicas = List.copyOf(replicas);
        this.prefix = prefix;
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put("delivery.timeout.ms", 300_000);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.requests = kafka.serdes().of(Topics.VIDEO_REQUESTED).serializer();
    }

    synchronized List<AttemptId> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized List<Garbage> garbage() {
        return List.copyOf(garbage);
    }

    /** Asks until it is promised; the attempt that will have an outcome. */
    AttemptId ask(Wish wish) throws InterruptedException {
        String id = prefix + "-" + wish.number();
        return switch (wish.way()) {
            case HTTP -> submit(wish, id, wish.number());
            case HTTP_TWICE -> {
                CompletableFuture<AttemptId> other = CompletableFuture.supplyAsync(() -> {
                    try {
                        return submit(wish, id, wish.number() + 1);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                AttemptId attempt = submit(wish, id, wish.number());
                if (!other.join().equals(attempt)) {
                    throw new IllegalStateException(id + " became two videos");
                }
                yield attempt;
            }
            case PRODUCER -> produce(request(wish, id, 1));
            case PRODUCER_TWICE -> {
                produce(request(wish, id, 1));
                yield produce(request(wish, id, 1));
            }
            case PRODUCER_REORDERED -> {
                AttemptId second = produce(request(wish, id, 2));
                produce(request(wish, id, 1));
                yield second;
            }
            case PRODUCER_SUPERSEDED -> {
                produce(request(wish, id, 1));
                VideoRequested.Builder next = VideoRequested.newBuilder(request(wish, id, 2));
                Map<String, String> labels = new HashMap<>(wish.labels());
                labels.put(History.SUPERSEDES, "yes");
                yield produce(next.setLabels(labels).build());
            }
        };
    }

    /** Asks once more for what failed, of one replica; empty if that is refused. */
    Optional<AttemptId> replay(AttemptId failed, int replica) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            URI uri = replica(replica).resolve("/videos/" + failed.videoId() + "/replay");
            Optional<HttpResponse<String>> answer = send(post(uri, "{\"publicationTimeout\":\"PT10M\"}"));
            if (answer.isPresent() && answer.get().statusCode() == 202) {
                return Optional.of(accepted(answer.get()));
            }
            if (answer.isPresent() && answer.get().statusCode() == 409) {
                return Optional.empty();
            }
            Shell.pause(AFTER_REFUSAL);
        }
        return Optional.empty();
    }

    /** Asks one replica to cancel a video; false if there was nothing left to cancel, or no answer. */
    boolean cancel(String videoId, int replica) throws InterruptedException {
        URI uri = replica(replica).resolve("/videos/" + videoId);
        return send(HttpRequest.newBuilder(uri).DELETE())
                .filter(answer -> answer.statusCode() == 202)
                .isPresent();
    }

    /** Writes a record as it is, again. */
    void repeat(Topic<?> topic, byte[] key, byte[] value) throws InterruptedException {
        var unused = send(new ProducerRecord<>(topic.name(), key, value));
    }

    /** Writes what is no event. */
    void produceGarbage(Topic<?> topic, String key, byte[] value) throws InterruptedException {
        RecordMetadata place = send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
        synchronized (this) {
            garbage.add(new Garbage(
                    new Logged.Place(place.topic(), place.partition(), place.offset()), ByteBuffer.wrap(value)));
        }
    }

    /** Asks for what cannot be: a request that breaks a rule. */
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
        producer.close(Duration.ofSeconds(5));
    }

    private AttemptId submit(Wish wish, String key, int firstReplica) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        for (int tries = 0; Instant.now().isBefore(end); tries++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            replica(firstReplica + tries).resolve("/videos"))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(body(wish)));
            Optional<HttpResponse<String>> answer = send(request);
            if (answer.isPresent() && answer.get().statusCode() == 202) {
                return accepted(answer.get());
            }
            if (answer.isPresent()
                    && answer.get().statusCode() / 100 == 4
                    && answer.get().statusCode() != 429) {
                throw new IllegalStateException(answer.get().body());
            }
            Shell.pause(AFTER_REFUSAL);
        }
        throw new IllegalStateException(key + " is not accepted");
    }

    private AttemptId accepted(HttpResponse<String> answer) {
        try {
            JsonNode body = json.readTree(answer.body());
            AttemptId attempt =
                    new AttemptId(body.path("id").asText(), body.path("attempt").asInt());
            synchronized (this) {
                acknowledged.add(attempt);
            }
            return attempt;
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    private String body(Wish wish) {
        ObjectNode body = json.createObjectNode();
        body.put("source", wish.source().toString());
        wish.timeout()
                .ifPresent(timeout -> body.put("publicationTimeout", timeout.toString())
                        .put("deadlineClock", wish.clock().name().toLowerCase(Locale.ROOT)));
        ObjectNode labels = body.putObject("labels");
        wish.labels().forEach(labels::put);
        return body.toString();
    }

    private static VideoRequested request(Wish wish, String id, int attempt) {
        return VideoRequested.newBuilder()
                .setVideoId(id)
                .setAttempt(attempt)
                .setSource(wish.source().toString())
                .setLabels(wish.labels())
                .setRequestedAt(now())
                .setPublicationTimeoutMillis(
                        wish.timeout().map(Duration::toMillis).orElse(null))
                .setDeadlineClock(wish.clock())
                .build();
    }

    private AttemptId produce(VideoRequested request) throws InterruptedException {
        byte[] value = serialized(request);
        var unused = send(new ProducerRecord<>(
                Topics.VIDEO_REQUESTED.name(), request.getVideoId().getBytes(StandardCharsets.UTF_8), value));
        AttemptId attempt = new AttemptId(request.getVideoId(), request.getAttempt());
        synchronized (this) {
            acknowledged.add(attempt);
        }
        return attempt;
    }

    /** Waits for the registry if need be. */
    private byte[] serialized(VideoRequested request) throws InterruptedException {
        while (true) {
            try {
                return requests.serialize(Topics.VIDEO_REQUESTED.name(), request);
            } catch (KafkaException e) {
                Shell.pause(AFTER_REFUSAL);
            }
        }
    }

    private RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<HttpResponse<String>> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return Optional.of(http.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static HttpRequest.Builder post(URI uri, String body) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private URI replica(int number) {
        return replicas.get(Math.floorMod(number, replicas.size()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
