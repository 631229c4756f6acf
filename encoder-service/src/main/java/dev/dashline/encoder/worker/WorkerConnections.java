package dev.dashline.encoder.worker;

import dev.dashline.events.ProfileSet;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the Kafka clients of a process's workers. Safe for use by many threads; the clients it makes have rules of
 * their own.
 */
public final class WorkerConnections implements AutoCloseable {

    /**
     * How long the broker holds a fetch that finds nothing. A consumer can be closed no sooner, and a new one knows no
     * sooner that the broker serves it.
     */
    private static final Duration FETCH_WAIT = Duration.ofMillis(500);
    /** News comes at once all the same. Each fetch that finds none costs the broker processor time. */
    private static final Duration NEWS_WAIT = Duration.ofSeconds(5);
    /** While every slot is busy, nobody polls, and the member is to stay in its group. */
    private static final Duration LONGEST_BUSY = Duration.ofDays(7);

    private static final Duration LIST_WITHIN = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final EventSerdes serdes;
    private final Metrics metrics;
    private final Producer<String, SpecificRecord> producer;
    private final Producer<String, WorkerHeartbeat> heartbeats;

    public WorkerConnections(KafkaSettings kafka, EventSerdes serdes, Metrics metrics) {
        this(
                kafka,
                serdes,
                metrics,
                new KafkaProducer<>(
                        kafka.producer(),
                        new StringSerializer(),
                        serdes.of(SpecificRecord.class).serializer()));
    }

    /** @param producer of all events but heartbeats; closed with this */
    WorkerConnections(
            KafkaSettings kafka, EventSerdes serdes, Metrics metrics, Producer<String, SpecificRecord> producer) {
        this.kafka = kafka;
        this.metrics = metrics;
        this.serdes = serdes;
        this.producer = metrics.bind(producer);
        this.heartbeats = metrics.bind(new KafkaProducer<>(
                shortLived(kafka.producer()),
                new StringSerializer(),
                serdes.of(Topics.ENCODER_WORKERS).serializer()));
    }

    private static Map<String, Object> shortLived(Map<String, Object> config) {
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) HEARTBEAT_TIMEOUT.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) HEARTBEAT_TIMEOUT.toMillis());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, HEARTBEAT_TIMEOUT.toMillis());
        return config;
    }

    WorkerEvents events() {
        return new WorkerEvents(producer, Clock.systemUTC());
    }

    BrokerWait brokers() {
        return new BrokerWait(kafka.common());
    }

    Deserializer<EncoderTask> deserializer() {
        return serdes.of(Topics.ENCODER_TASKS).deserializer();
    }

    /** The cell that a process of this lane tries first. */
    WorkerCell cell(Lane lane) {
        return new WorkerCell(lane, this::topics);
    }

    private Collection<String> topics() {
        try (Admin admin = Admin.create(kafka.common())) {
            return admin.listTopics().names().get(LIST_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(e);
        }
    }

    /** A member of a cell's share group that gets up to {@link TaskConsumer#MOST} tasks at a time, for one thread. */
    ShareConsumer<byte[], byte[]> tasks(WorkerCell cell) {
        Map<String, Object> config = metrics.ofShareConsumer(kafka.common());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, cell.group());
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, TaskConsumer.MOST);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH_WAIT.toMillis());
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_BUSY.toMillis());
        return new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Gives up a heartbeat when the next ones have taken its place. */
    Producer<String, WorkerHeartbeat> heartbeats() {
        return heartbeats;
    }

    /**
     * Tells which profiles this process knows, and returns once the brokers have it.
     *
     * @throws ExecutionException if they do not take it
     */
    public void announce(ProfileSet profiles) throws InterruptedException, ExecutionException {
        var unused = producer.send(
                        new ProducerRecord<>(Topics.ENCODER_PROFILES.name(), profiles.getFingerprint(), profiles))
                .get();
    }

    /** A consumer of failed attempts and of orders, in no group: every process reads all of them. */
    Consumer<String, SpecificRecord> news() {
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) NEWS_WAIT.toMillis());
        Deserializer<VideoFailed> failures = serdes.of(Topics.VIDEO_FAILED).deserializer();
        Deserializer<WorkerOrder> orders = serdes.of(Topics.ENCODER_ORDERS).deserializer();
        Deserializer<SpecificRecord> either = (topic, value) -> topic.equals(Topics.ENCODER_ORDERS.name())
                ? orders.deserialize(topic, value)
                : failures.deserialize(topic, value);
        return metrics.bind(new KafkaConsumer<>(config, new StringDeserializer(), either));
    }

    @Override
    public void close() {
        heartbeats.close(Duration.ZERO);
        producer.close(Duration.ofSeconds(5));
    }
}
