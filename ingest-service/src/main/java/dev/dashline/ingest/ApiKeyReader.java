package dev.dashline.ingest;

import dev.dashline.events.ApiKey;
import dev.dashline.ingest.access.ApiKeys;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code api-keys} whole, and goes on reading it. About once a second it asks where the topic ends: once it has
 * read up to there, {@link ApiKeys} holds what was written until it asked.
 */
final class ApiKeyReader implements Layer {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyReader.class);

    private static final TopicPartition TOPIC = new TopicPartition(Topics.API_KEYS.name(), 0);
    private static final Duration ROUND = Duration.ofSeconds(1);
    /** So that an answer of the brokers comes in time, or the next try has time left. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Deserializer<ApiKey> values;
    private final ApiKeys keys;
    private final LongSupplier nanos;
    private final Supervisor supervisor;
    private @Nullable Loop loop;

    ApiKeyReader(
            Supplier<Consumer<String, byte[]>> consumers,
            Deserializer<ApiKey> values,
            ApiKeys keys,
            LongSupplier nanos,
            Supervisor supervisor) {
        this.consumers = consumers;
        this.values = values;
        this.keys = keys;
        this.nanos = nanos;
        this.supervisor = supervisor;
    }

    /** Makes the consumer that it needs: of no group, from the beginning. */
    static Consumer<String, byte[]> connect(KafkaSettings kafka) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 2 * Math.toIntExact(ROUND.toMillis()));
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void start() {
        loop = supervisor.loop("api-keys", new Reading(consumers.get()));
    }

    @Override
    public Optional<String> notReadyBecause() {
        return keys.areKnown() ? Optional.empty() : Optional.of("the topic " + TOPIC.topic() + " is not read yet");
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
    }

    private final class Reading implements Work {

        private final Consumer<String, byte[]> consumer;

        Reading(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
            consumer.assign(List.of(TOPIC));
        }

        @Override
        public void step() {
            long asked = nanos.getAsLong();
            long end = consumer.endOffsets(List.of(TOPIC), PATIENCE).getOrDefault(TOPIC, 0L);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
                take(record);
            }
            if (consumer.position(TOPIC, PATIENCE) >= end) {
                keys.knownAsOf(asked);
            }
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            Optional<ApiKey> key = read(record);
            key.ifPresentOrElse(keys::put, () -> keys.remove(record.key()));
            log.atInfo()
                    .addKeyValue("key", record.key())
                    .addKeyValue("name", key.map(ApiKey::getName).orElse(""))
                    .addKeyValue("state", state(key))
                    .log("API key read");
        }

        /** Empty if the key was removed, or cannot be read: then it opens nothing. */
        private Optional<ApiKey> read(ConsumerRecord<String, byte[]> record) {
            try {
                return Optional.ofNullable(record.value())
                        .map(bytes -> values.deserialize(TOPIC.topic(), record.headers(), bytes))
                        .filter(key -> key.getKeyId().equals(record.key()));
            } catch (KafkaException e) {
                if (EventSerdes.isRetriable(e)) {
                    consumer.seek(TOPIC, record.offset());
                    throw e;
                }
                log.atWarn().addKeyValue("offset", record.offset()).setCause(e).log("API key cannot be read");
                return Optional.empty();
            }
        }

        private String state(Optional<ApiKey> key) {
            return key.map(known -> known.getRevokedAt().isPresent() ? "revoked" : "valid")
                    .orElse("removed");
        }

        @Override
        public void wakeUp() {
            consumer.wakeup();
        }

        @Override
        public void end() {
            consumer.close();
        }
    }
}
