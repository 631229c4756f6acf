package dev.dashline.cli.client;

import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encoder processes that are alive, as their heartbeats tell. Looks at no clock of theirs: each is heard once a
 * second at least. Joins no consumer group. Not thread-safe.
 */
public final class EncoderWorkers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EncoderWorkers.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Within this time every process that is alive has been heard. */
    private static final Duration EVERYBODY = Duration.ofMillis(1_500);
    /** A process that was silent for so long has ended, or is as good as dead. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final KafkaConsumer<String, WorkerHeartbeat> consumer;
    private final Map<String, Heard> byName = new TreeMap<>();
    private final long listeningSince;

    private record Heard(WorkerHeartbeat heartbeat, long nanos) {}

    /**
     * Begins to listen.
     *
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    public EncoderWorkers(KafkaSettings kafka) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                kafka.serdes().of(Topics.ENCODER_WORKERS).deserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.ENCODER_WORKERS.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // now, and not at the first poll
        listeningSince = System.nanoTime();
    }

    /**
     * The newest heartbeat of each process that is alive, by name. Waits until all could be heard.
     *
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public List<WorkerHeartbeat> alive() {
        do {
            listen();
        } while (System.nanoTime() - listeningSince < EVERYBODY.toNanos());
        return byName.values().stream().map(Heard::heartbeat).toList();
    }

    /**
     * The newest heartbeat of one process, after listening for a moment; empty if it is not alive.
     *
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public Optional<WorkerHeartbeat> find(String name) {
        listen();
        return Optional.ofNullable(byName.get(name)).map(Heard::heartbeat);
    }

    private void listen() {
        try {
            for (ConsumerRecord<String, WorkerHeartbeat> record : consumer.poll(POLL)) {
                byName.put(record.value().getWorker(), new Heard(record.value(), System.nanoTime()));
            }
        } catch (RecordDeserializationException e) {
            if (EventSerdes.isRetriable(e)) {
                throw e;
            }
            log.atWarn().addKeyValue("offset", e.offset()).setCause(e).log("record skipped");
            consumer.seek(e.topicPartition(), e.offset() + 1);
        }
        byName.values().removeIf(heard -> System.nanoTime() - heard.nanos() > SILENCE.toNanos());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
