package dev.dashline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.ingest.http.ApiClient;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.video.Events;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.testsupport.Cluster;
import dev.dashline.testsupport.DocumentedThreads;
import dev.dashline.testsupport.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantees: what was answered 202 is in Kafka and is answered for, by any replica, before and after restarts of all
 * parts.
 */
class IngestServiceIT {

    private static final String BODY = "{\"source\": \"gs://input/a.mp4\", \"title\": \"A\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static @Nullable Cluster shared;

    @TempDir
    private Path state = Path.of("");

    private final List<IngestService> replicas = new ArrayList<>();

    @BeforeAll
    static void startCluster() {
        shared = Cluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster().close();
    }

    @BeforeEach
    void awaitReplica() {
        replica("a");
    }

    @AfterEach
    void close() {
        replicas.forEach(IngestService::close);
    }

    @Test
    void answersForAVideoFromRequestToPublication() {
        Answer accepted = api(0).post("/videos", BODY);
        String id = accepted.text("id");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo("/videos/" + id);
        assertThat(api(0).get("/videos/" + id).text("state")).isEqualTo("requested");

        send(
                Topics.VIDEO_PUBLISHED,
                VideoPublished.newBuilder(Events.published(1)).setVideoId(id).build(),
                id);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(api(0).get("/videos/" + id).text("state")).isEqualTo("published"));
        assertThat(api(0).get("/videos/" + id).json().path("encodeMs").asLong()).isEqualTo(4_000);
        assertThat(api(0).get("/videos?state=published&limit=500").json().findValuesAsText("id"))
                .contains(id);
    }

    /** Either has some partitions, and asks the other for the rest. */
    @Test
    void anyReplicaAnswersForAnyVideoAndNoneForVideosThatItCannotAskFor() {
        replica("b");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            ids.add(0, api(i % 2).post("/videos", BODY).text("id"));
        }
        for (int replica = 0; replica < 2; replica++) {
            ApiClient api = api(replica);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(ids(api.get("/videos?limit=24"))).isEqualTo(ids));
            assertThat(ids)
                    .allMatch(id -> api.get("/videos/" + id).text("title").equals("A"));
            Answer page = api.get("/videos?limit=10");
            assertThat(ids(page)).isEqualTo(ids.subList(0, 10));
            assertThat(ids(api.get("/videos?limit=14&cursor=" + page.text("next"))))
                    .isEqualTo(ids.subList(10, 24));
        }

        replicas.get(0).close();

        ApiClient left = api(1);
        // A request without a key needs no status.
        Answer made = left.post("/videos", BODY);
        assertThat(made.status()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> {
            Answer list = left.get("/videos?limit=25");
            // Neither without the videos of those partitions, nor with them missing among the others.
            assertThat(list.status() == 503 ? ids : without(made, list)).isEqualTo(ids);
            assertThat(ids).allMatch(id -> isThereOrToBeAskedForLater(left.get("/videos/" + id)));
            assertThat(isThereOrToBeAskedForLater(list)).isTrue();
            return list.status() == 200;
        });
        assertThat(ids).allMatch(id -> left.get("/videos/" + id).status() == 200);
        replica("a");
        await().atMost(PATIENCE).until(() -> api(2).get("/videos?limit=24").status() == 200);
        assertThat(without(made, api(2).get("/videos?limit=25"))).isEqualTo(ids);
    }

    private static boolean isThereOrToBeAskedForLater(Answer answer) {
        return answer.status() == 200
                || (answer.status() == 503 && !answer.header("Retry-After").isEmpty());
    }

    /** While it is not listed yet, an older video of another test is in its place. */
    private static List<String> without(Answer made, Answer list) {
        return ids(list).stream()
                .filter(id -> !id.equals(made.text("id")))
                .limit(24)
                .toList();
    }

    private static List<String> ids(Answer list) {
        return list.json().path("videos").findValuesAsText("id");
    }

    @Test
    void oneKeyMakesOneVideoOnEveryReplica() {
        replica("b");
        Answer first = keyed(0, BODY);
        Answer again = keyed(1, BODY);
        Answer other = keyed(1, "{\"source\": \"gs://input/b.mp4\"}");
        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(requests(first.text("id")))
                .extracting(VideoRequested::getAttempt)
                .containsOnly(1);

        replicas.get(0).close();
        replicas.get(1).close();
        replica("a");
        await().atMost(PATIENCE)
                .until(() -> api(2).get("/videos/" + first.text("id")).status() == 200);
        Answer afterRestart = keyed(2, BODY);
        assertThat(afterRestart.text("id")).isEqualTo(first.text("id"));
        assertThat(requests(first.text("id")))
                .extracting(VideoRequested::getAttempt)
                .containsOnly(1);
    }

    /** Sends a request with a key, again and again while the partition of its video moves. */
    private Answer keyed(int replica, String body) {
        return await().atMost(PATIENCE)
                .until(
                        () -> api(replica).post("/videos", body, "Idempotency-Key", "key-1"),
                        answer -> answer.status() != 503);
    }

    @Test
    void replaysAFailedVideoOnce() {
        String id = api(0).post("/videos", BODY).text("id");
        assertThat(api(0).post("/videos/" + id + "/replay", "").status()).isEqualTo(409);
        send(
                Topics.VIDEO_FAILED,
                VideoFailed.newBuilder(Events.failed(1))
                        .setVideoId(id)
                        .clearRequest()
                        .build(),
                id);
        await().atMost(PATIENCE)
                .until(() -> api(0).get("/videos/" + id).text("state").equals("failed"));

        Answer replayed = api(0).post("/videos/" + id + "/replay", "{\"publicationTimeout\": 60}");

        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.json().path("attempt").asInt()).isEqualTo(2);
        assertThat(api(0).post("/videos/" + id + "/replay", "").status()).isEqualTo(409);
        assertThat(requests(id)).extracting(VideoRequested::getAttempt).containsExactly(1, 2);
        assertThat(api(0).get("/videos/" + id).json().has("deadline")).isTrue();
    }

    @Test
    void turnsRequestsAwayWhileTheBrokerIsDeadAndRecovers() {
        String before = api(0).post("/videos", BODY).text("id");
        cluster().broker().kill();
        try {
            Answer refused = api(0).post("/videos", BODY);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(api(0).get("/videos/" + before).text("state")).isEqualTo("requested");
        } finally {
            cluster().broker().restart();
        }
        await().atMost(PATIENCE).until(() -> api(0).post("/videos", BODY).status() == 202);
        assertThat(requests(before)).hasSize(1);
        assertThat(replicas.get(0).fatalError()).isEmpty();
    }

    private static Cluster cluster() {
        return Objects.requireNonNull(shared);
    }

    private ApiClient api(int replica) {
        return new ApiClient(replicas.get(replica).port());
    }

    private Path faults(String replica) {
        return state.resolve("faults-" + replica);
    }

    private void replica(String name) {
        Map<String, String> environment = new HashMap<>(cluster().kafkaEnvironment());
        environment.put("HOST", "127.0.0.1");
        environment.put("AUTH", "off");
        environment.put("SOURCE_ROOTS", "gs://input/");
        environment.put("PORT", "0");
        environment.put("ADMIN_PORT", "0");
        environment.put("WRITE_TIMEOUT", "4s");
        environment.put("STATE_DIR", state.resolve(name).toString());
        IngestService replica = Faults.armed(faults(name), () -> IngestService.of(IngestConfig.from(environment)));
        replicas.add(replica);
        replica.start();
        await().atMost(PATIENCE)
                .failFast("it gave up", () -> replica.fatalError().isPresent())
                .until(() -> replica.notReadyBecause().isEmpty());
    }

    @Test
    void goesOnWithAThreadThatThrewAndShowsThatAndItsKafkaClients() throws IOException {
        Files.createDirectory(faults("b"));
        Files.createFile(faults("b").resolve("throw.backlog"));

        replica("b");
        api(0).post("/videos", BODY); // a group that has read nothing has no backlog

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replicas.get(1).scrape())
                        .contains("dashline_thread_failures_total{thread=\"backlog\"} 1.0")
                        .contains("dashline_backlog_waiting{", "kafka_producer_"));
        assertThat(replicas.get(1).fatalError()).isEmpty();
        assertThat(DocumentedThreads.of("ingest"))
                .containsAll(DocumentedThreads.in(replicas.get(1).scrape()));
    }

    /** Nobody else reads it. */
    @Test
    void reportsWhatIsGarbageOnVideoPublished() {
        KafkaSettings kafka = KafkaSettings.from(cluster().kafkaEnvironment());
        try (var producer = new KafkaProducer<>(kafka.common(), new StringSerializer(), new StringSerializer())) {
            assertThat(producer.send(new ProducerRecord<>(Topics.VIDEO_PUBLISHED.name(), "junk", "not avro")))
                    .succeedsWithin(PATIENCE);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read(Topics.VIDEO_FAILED, "junk"))
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.getUndecodable()).isPresent()));
    }

    private static <V extends SpecificRecord> void send(Topic<V> topic, V event, String key) {
        KafkaSettings kafka = KafkaSettings.from(cluster().kafkaEnvironment());
        try (var producer = new KafkaProducer<>(
                kafka.common(), new StringSerializer(), kafka.serdes().of(topic).serializer())) {
            assertThat(producer.send(new ProducerRecord<>(topic.name(), key, event)))
                    .succeedsWithin(PATIENCE);
        }
    }

    /** Every request for a video, as a consumer of the topic reads them. */
    private static List<VideoRequested> requests(String videoId) {
        return read(Topics.VIDEO_REQUESTED, videoId);
    }

    private static <V extends SpecificRecord> List<V> read(Topic<V> topic, String key) {
        KafkaSettings kafka = KafkaSettings.from(cluster().kafkaEnvironment());
        Map<String, Object> config = kafka.common();
        config.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(
                config, new StringDeserializer(), kafka.serdes().of(topic).deserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo each : consumer.partitionsFor(topic.name())) {
                partitions.add(new TopicPartition(topic.name(), each.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<V> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, V> each : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(each.key())) {
                        found.add(each.value());
                    }
                }
            }
            return found;
        }
    }
}
