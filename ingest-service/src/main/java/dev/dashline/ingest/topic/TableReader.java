package dev.dashline.ingest.topic;

import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.kafka.GrouplessReader;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a compacted topic of one partition whole, and goes on reading it. About once a second it asks where the topic
 * ends: once it has read up to there, the {@link Table} holds what was written until it asked.
 */
public final class TableReader<V extends SpecificRecord> extends GrouplessReader {

    private static final Logger log = LoggerFactory.getLogger(TableReader.class);

    private static final Duration ROUND = Duration.ofSeconds(1);
    /** So that an answer of the brokers comes in time, or the next try has time left. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Deserializer<V> values;
    private final TopicPartition partition;
    private final Table<V> table;
    private final LongSupplier nanos;

    /**
     * What is read.
     *
     * @param put takes the newest record of a key; empty if it was removed or cannot be read
     * @param knownAsOf gets to know that all was read that had been written at this time, as {@link System#nanoTime}
     * @param isKnown whether all was read once
     */
    public record Table<V>(BiConsumer<String, Optional<V>> put, LongConsumer knownAsOf, BooleanSupplier isKnown) {}

    TableReader(
            Topic<V> topic,
            Supplier<Consumer<String, byte[]>> consumers,
            Deserializer<V> values,
            Table<V> table,
            LongSupplier nanos,
            Supervisor supervisor) {
        super(topic.name(), consumers, supervisor);
        this.partition = new TopicPartition(topic.name(), 0);
        this.values = values;
        this.table = table;
        this.nanos = nanos;
    }

    /** Adds a reader to a service. */
    public static <V extends SpecificRecord> void add(ServiceHost host, String part, Topic<V> topic, Table<V> table) {
        host.add(
                part,
                new TableReader<>(
                        topic,
                        () -> connect(host.kafka()),
                        host.serdes().of(topic).deserializer(),
                        table,
                        System::nanoTime,
                        host.supervisor()));
    }

    /** Makes the consumer that it needs: of no group, from the beginning. */
    private static Consumer<String, byte[]> connect(KafkaSettings kafka) {
        return connect(
                kafka,
                Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        2 * Math.toIntExact(ROUND.toMillis())));
    }

    @Override
    protected Round reading(Consumer<String, byte[]> consumer) {
        return new Reading(consumer);
    }

    @Override
    public Optional<String> notReadyBecause() {
        return table.isKnown().getAsBoolean()
                ? Optional.empty()
                : Optional.of("the topic " + partition.topic() + " is not read yet");
    }

    private final class Reading implements Round {

        private final Consumer<String, byte[]> consumer;

        Reading(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
            consumer.assign(List.of(partition));
        }

        @Override
        public void step() {
            long asked = nanos.getAsLong();
            long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
                take(record);
            }
            if (consumer.position(partition, PATIENCE) >= end) {
                table.knownAsOf().accept(asked);
            }
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            Optional<V> value = read(record);
            table.put().accept(record.key(), value);
            log.atInfo()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("key", record.key())
                    .addKeyValue("there", value.isPresent())
                    .log("entry read");
        }

        /** Empty if the entry was removed, or cannot be read. */
        private Optional<V> read(ConsumerRecord<String, byte[]> record) {
            try {
                return Optional.ofNullable(record.value())
                        .map(bytes -> values.deserialize(partition.topic(), record.headers(), bytes));
            } catch (KafkaException e) {
                // An entry of a later version is for those who know what it says. Others do without it.
                if (EventSerdes.isRetriable(e) && !EventSerdes.isOfLaterVersion(e)) {
                    consumer.seek(partition, record.offset());
                    throw e;
                }
                log.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("offset", record.offset())
                        .setCause(e)
                        .log("entry cannot be read");
                return Optional.empty();
            }
        }
    }
}
