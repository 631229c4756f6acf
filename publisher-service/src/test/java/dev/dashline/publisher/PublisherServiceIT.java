package dev.dashline.publisher;

import static dev.dashline.schemas.Topics.PUBLISHER_RESULTS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static dev.dashline.schemas.Topics.VIDEO_UNPUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.EncodingState;
import dev.dashline.events.RequestAction;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.publisher.store.StagedVideo;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.testsupport.Cluster;
import dev.dashline.testsupport.DocumentedThreads;
import dev.dashline.testsupport.Faults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real broker, with files for an object store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublisherServiceIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Cluster cluster = Cluster.start();
    private final KafkaSettings kafka = KafkaSettings.from(cluster.kafkaEnvironment());
    private final EventSerdes serdes = kafka.serdes();
    private final FileObjectStore store = new FileObjectStore();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(kafka.common(), new StringSerializer(), new ByteArraySerializer());
    private int instances;

    @BeforeAll
    void waitForAssignment() {
        Awaitility.setDefaultTimeout(SOON);
    }

    @AfterAll
    void close() {
        producer.close();
        cluster.close();
        store.close();
        Awaitility.reset();
    }

    @Test
    void publishesAndFailsAndReportsGarbage() throws Exception {
        StagedVideo video = StagedVideo.write(store, folder, "good", 1);
        try (PublisherService service = started()) {
            send(VIDEO_REQUESTED, "good", request("good").build());
            send(VIDEO_ENCODED, "good", encoded("good", video));
            send(VIDEO_REQUESTED, "late", within("late", Duration.ofMillis(1_500)));
            producer.send(new ProducerRecord<>(
                            VIDEO_REQUESTED.name(), "junk", "not avro".getBytes(StandardCharsets.UTF_8)))
                    .get();

            Awaitility.await().untilAsserted(() -> {
                assertThat(service.notReadyBecause()).isEmpty();
                assertThat(published("good")).hasSize(1);
                assertThat(failed("late")).hasSize(1);
                assertThat(failed("junk")).hasSize(1);
            });
        }
        assertThat(store.stat(video.publicManifest())).isPresent();
        assertThat(published("good").get(0).getManifest())
                .isEqualTo(video.publicManifest().toString());
        assertThat(failed("late").get(0).getFailure().getCode()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(failed("junk").get(0).getUndecodable()).isPresent();
    }

    /** Such a request would not fit into its failure event, and would block the partition. */
    @Test
    void theBrokerTakesNoRequestThatIsLargeOnceItIsUnpacked() {
        Map<String, Object> config = kafka.producer();
        config.put("compression.type", "zstd");
        config.put("max.request.size", 16 << 20);
        try (KafkaProducer<String, byte[]> zipping =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            assertThat(zipping.send(new ProducerRecord<>(VIDEO_REQUESTED.name(), "zipped", new byte[6_000_000])))
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RecordTooLargeException.class);
            assertThat(zipping.send(new ProducerRecord<>(VIDEO_REQUESTED.name(), "zipped", new byte[600_000])))
                    .succeedsWithin(SOON);
        }
    }

    @Test
    void failsTheLargestRequestThatTheBrokerTakes() throws Exception {
        int room = 1_000; // for the other fields of the record
        VideoRequested large = request("large")
                .setTitle("x".repeat(VIDEO_REQUESTED.largestRecord() - room))
                .build();
        try (PublisherService service = started()) {
            send(VIDEO_REQUESTED, "large", large);
            Awaitility.await().untilAsserted(() -> assertThat(failed("large")).hasSize(1));
            assertThat(service.fatalError()).isEmpty();
        }
        assertThat(failed("large").get(0).getFailure().getCode()).isEqualTo("INVALID_REQUEST");
        assertThat(failed("large").get(0).getRequest()).hasValue(large);
    }

    @Test
    void withdrawsWhatCannotBePublishedOnceItsFailureIsCommitted() throws Exception {
        StagedVideo video = StagedVideo.write(store, folder, "spoiled", 1);
        Files.delete(Path.of(video.objects().get(1)));
        try (PublisherService service = started()) {
            send(VIDEO_REQUESTED, "spoiled", request("spoiled").build());
            send(VIDEO_ENCODED, "spoiled", encoded("spoiled", video));

            Awaitility.await()
                    .untilAsserted(() -> assertThat(read(PUBLISHER_RESULTS, "spoiled"))
                            .extracting(result -> result.getOutcome().getClass().getSimpleName())
                            .containsExactly("PublicationRefused", "PublicationToWithdraw", "PublicationWithdrawn"));
            assertThat(service.fatalError()).isEmpty();
        }
        assertThat(failed("spoiled"))
                .singleElement()
                .satisfies(event -> assertThat(event.getFailure().getCode()).isEqualTo("OUTPUT_INVALID"));
    }

    @Test
    void goesOnAfterARestartWithEverythingThatWasOpen() throws Exception {
        List<String> open = IntStream.range(0, 20).mapToObj(i -> "open-" + i).toList();
        Instant deadline = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(15);
        try (PublisherService service = started()) {
            for (String videoId : open) {
                send(
                        VIDEO_REQUESTED,
                        videoId,
                        request(videoId).setDeadline(deadline).build());
            }
            publish("taken", request("taken").build());
            publish("brief", request("brief").setExpiresAfterMillis(1_000L).build());
            send(VIDEO_REQUESTED, "before", within("before", Duration.ofMillis(500)));
            Awaitility.await().untilAsserted(() -> assertThat(failed("before")).hasSize(1));
            assertThat(service.fatalError()).isEmpty();
        }
        StagedVideo video = StagedVideo.write(store, folder, "open-0", 1);
        send(VIDEO_ENCODED, "open-0", encoded("open-0", video));
        VideoRequested order = request("taken")
                .setAction(RequestAction.UNPUBLISH)
                .setReason("a claim")
                .build();
        send(VIDEO_REQUESTED, "taken", order);
        try (PublisherService service = started()) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(service.notReadyBecause()).isEmpty());
            Awaitility.await()
                    .untilAsserted(() -> assertThat(published("open-0")).hasSize(1));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(read(VIDEO_FAILED, open::contains))
                            .hasSizeGreaterThanOrEqualTo(open.size() - 1));
            assertUnpublished("taken", UnpublishCause.REQUESTED);
            assertUnpublished("brief", UnpublishCause.EXPIRED);
        }
        assertThat(read(VIDEO_FAILED, open::contains))
                .allSatisfy(event -> {
                    assertThat(event.getFailure().getCode()).isEqualTo("DEADLINE_EXCEEDED");
                    assertThat(event.getFailedAt()).isBetween(deadline, deadline.plusSeconds(2));
                })
                .extracting(event -> event.getVideoId().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(open.subList(1, open.size()));
    }

    private void publish(String videoId, VideoRequested request) throws Exception {
        StagedVideo video = StagedVideo.write(store, folder, videoId, 1);
        send(VIDEO_REQUESTED, videoId, request);
        send(VIDEO_ENCODED, videoId, encoded(videoId, video));
        Awaitility.await().untilAsserted(() -> assertThat(published(videoId)).hasSize(1));
    }

    private void assertUnpublished(String videoId, UnpublishCause cause) {
        StorageLayout layout = StagedVideo.layout(folder);
        Awaitility.await().untilAsserted(() -> {
            assertThat(read(VIDEO_UNPUBLISHED, videoId))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getCause()).isEqualTo(cause));
            assertThat(store.stat(layout.publicManifest(videoId).uri())).isEmpty();
            assertThat(store.stat(layout.publicMasterPlaylist(videoId).uri())).isEmpty();
        });
    }

    /** With a real producer; only the unavailable registry is simulated. */
    @Test
    void tellsWhatBecameOfAnOrderOnceTheRegistryIsBack() {
        Serializer<PublicationResult> real = serdes.of(PUBLISHER_RESULTS).serializer();
        AtomicInteger asked = new AtomicInteger();
        Serializer<PublicationResult> awayAtFirst = (topic, result) -> {
            if (asked.incrementAndGet() == 1) {
                throw new RegistryUnavailableException("no answer", null);
            }
            return real.serialize(topic, result);
        };
        try (Metrics metrics = new Metrics();
                ResultProducer results = ResultProducer.connect(kafka, awayAtFirst, metrics)) {
            results.accept(Videos.withdrawn("told", 1));
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(read(PUBLISHER_RESULTS, "told")).hasSize(1));
            assertThat(results.fatalError()).isEmpty();
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void goesOnWithAThreadThatThrewAndShowsThatAndItsKafkaClients() throws Exception {
        Files.createFile(folder.resolve("throw.publisher-progress"));
        try (PublisherService service = started()) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(service.scrape())
                            .contains("dashline_thread_failures_total{thread=\"publisher-progress\"} 1.0")
                            .contains("kafka_producer_", "kafka_consumer_"));
            assertThat(service.fatalError()).isEmpty();
            assertThat(DocumentedThreads.of("publisher")).containsAll(DocumentedThreads.in(service.scrape()));
        }
    }

    private PublisherService started() {
        Map<String, String> environment = new HashMap<>(cluster.kafkaEnvironment());
        environment.put(
                "OUTPUT_URI", StagedVideo.layout(folder).roots().output().toString());
        environment.put(
                "STAGING_URI", StagedVideo.layout(folder).roots().staging().toString());
        environment.put("STATE_DIR", folder.resolve("state-" + instances++).toString());
        environment.put("ADMIN_PORT", "-1");
        PublisherService service = Faults.armed(folder, () -> PublisherService.of(PublisherConfig.from(environment)));
        service.start();
        return service;
    }

    private static VideoRequested.Builder request(String videoId) {
        return Videos.request(videoId, 1).setRequestedAt(Instant.now());
    }

    private static VideoRequested within(String videoId, Duration timeout) {
        return request(videoId).setPublicationTimeoutMillis(timeout.toMillis()).build();
    }

    private static VideoEncoded encoded(String videoId, StagedVideo video) {
        return VideoEncoded.newBuilder()
                .setEventId(EventIds.of("encoded", videoId, 1))
                .setVideoId(videoId)
                .setAttempt(1)
                .setState(EncodingState.ENCODED)
                .setEncodingStartedAt(Instant.now())
                .setEncoded(video.encoded())
                .build();
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value)
            throws ExecutionException, InterruptedException {
        byte[] bytes = serdes.of(topic).serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), key, bytes)).get();
    }

    private List<VideoPublished> published(String videoId) {
        return read(VIDEO_PUBLISHED, videoId);
    }

    private List<VideoFailed> failed(String videoId) {
        return read(VIDEO_FAILED, videoId);
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic, String key) {
        return read(topic, key::equals);
    }

    /** All committed records with such keys. */
    private <V extends SpecificRecord> List<V> read(Topic<V> topic, Predicate<String> keys) {
        Map<String, Object> config = kafka.common();
        config.put("isolation.level", "read_committed");
        List<V> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (keys.test(record.key())) {
                        found.add(serdes.of(topic).deserializer().deserialize(topic.name(), record.value()));
                    }
                }
            }
        }
        return found;
    }
}
