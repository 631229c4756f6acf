package dev.dashline.encoder.worker;

import static dev.dashline.schemas.Topics.ENCODER_WORKERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.TopicProvisioner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More workers than a share group takes, on a real broker that takes one. The executor only notes what it gets. */
class CellsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Metrics metrics = new Metrics();
    private final Supervisor supervisor = new Supervisor(metrics.registry());
    private final List<WorkerPool> pools = new ArrayList<>();
    private final Map<String, Integer> cells = new HashMap<>();
    private final Map<String, String> workers = new ConcurrentHashMap<>();
    private EmbeddedBroker broker;
    private DevRegistry registry;
    private KafkaSettings kafka;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, Map.of("group.share.max.size", "1"));
        registry = DevRegistry.start(0, folder.resolve("registry"));
        kafka = KafkaSettings.from(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(), "SCHEMA_REGISTRY_URL", registry.url()));
    }

    @AfterEach
    void stop() {
        pools.forEach(WorkerPool::close);
        supervisor.close();
        metrics.close();
        registry.close();
        broker.close();
    }

    @Test
    void eachGroupThatIsFullSendsAWorkerToTheNext() throws Exception {
        provision(2);
        WorkerPool first = pool("first");
        await().atMost(PATIENCE).until(() -> first.leasingSlots() == first.allSlots());
        WorkerPool second = pool("second");
        await().atMost(PATIENCE).until(() -> second.leasingSlots() == second.allSlots());

        await().atMost(PATIENCE).until(this::cells, Map.of("first", 1, "second", 2)::equals);
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            for (int cell = 1; cell <= 2; cell++) {
                EncoderTask task = Tasks.task("v", cell);
                producer.send(new ProducerRecord<>(Lane.ENCODE.topic(cell), "v", task))
                        .get();
            }
        }
        await().atMost(PATIENCE).until(() -> workers.size() == 2);
        assertThat(workers).containsEntry("video-00001", "first").containsEntry("video-00002", "second");

        WorkerPool third = pool("third");
        await().atMost(PATIENCE).until(() -> third.notReadyBecause().isPresent());
        assertThat(third.notReadyBecause().orElseThrow()).contains("group.share.max.size", "dashline topics --cells");
        provision(3);
        await().atMost(PATIENCE).until(() -> third.notReadyBecause().isEmpty() && third.leasingSlots() > 0);
        await().atMost(PATIENCE).until(() -> cells().getOrDefault("third", 0) == 3);
    }

    private void provision(int count) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.common())) {
            assertThat(new TopicProvisioner(admin, 1, count).provision()).isEmpty();
        }
    }

    private WorkerPool pool(String name) {
        WorkerPool pool = new WorkerPool(
                name,
                1,
                WorkerAbilities.NONE,
                (task, context) -> {
                    workers.put(task.getTaskId(), name);
                    return new TaskOutcome.Transcoded(new PartRef(task.getTaskId(), "file:///none", "00000000", 1L));
                },
                new WorkerConnections(kafka, kafka.serdes(), metrics),
                supervisor,
                Duration.ZERO);
        pools.add(pool);
        pool.start();
        return pool;
    }

    private KafkaProducer<String, SpecificRecord> producer() {
        return new KafkaProducer<>(
                kafka.producer(),
                new StringSerializer(),
                kafka.serdes().of(SpecificRecord.class).serializer());
    }

    /** The cells that workers have told of last, read from the beginning. */
    private Map<String, Integer> cells() {
        Map<String, Object> config = kafka.common();
        config.put("group.id", "test");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, WorkerHeartbeat> heartbeats = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                kafka.serdes().of(ENCODER_WORKERS).deserializer())) {
            heartbeats.subscribe(List.of(ENCODER_WORKERS.name()));
            heartbeats
                    .poll(Duration.ofSeconds(5))
                    .forEach(record -> cells.put(record.key(), record.value().getCell()));
        }
        return cells;
    }
}
