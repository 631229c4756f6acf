package dev.dashline.runtime.kafka;

import dev.dashline.schemas.retry.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of an application: the default ones, except that its stream threads poll at the intervals of a
 * {@link PollPace}, and tell their {@link CommitBudget} how long commits take.
 */
final class StreamsClients implements KafkaClientSupplier {

    private final Alarms alarms;
    private final CommitBudget commits;
    private final Duration pause;

    /** @param pause how long stream threads rest after a poll that brought records */
    StreamsClients(Alarms alarms, CommitBudget commits, Duration pause) {
        this.alarms = alarms;
        this.commits = commits;
        this.pause = pause;
    }

    /** Whether a client can be created. It cannot while no broker name resolves. */
    static boolean canBeMade(Map<String, Object> config) {
        try {
            Admin.create(config).close(Duration.ZERO);
            return true;
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new MeasuredProducer(config, commits);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PacedConsumer(config, new PollPace(alarms, commits, pause, Clock.systemUTC()));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    private static final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {

        private final PollPace pace;

        PacedConsumer(Map<String, Object> config, PollPace pace) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.pace = pace;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            rest();
            ConsumerRecords<byte[], byte[]> records = super.poll(pace.within(timeout));
            pace.polled(!records.isEmpty());
            return records;
        }

        private void rest() {
            try {
                Sleeper.SYSTEM.sleep(pace.rest());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the poll says so
            }
        }
    }

    private static final class MeasuredProducer extends KafkaProducer<byte[], byte[]> {

        private final CommitBudget commits;

        MeasuredProducer(Map<String, Object> config, CommitBudget commits) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.commits = commits;
        }

        @Override
        public void commitTransaction() {
            long begun = System.nanoTime();
            super.commitTransaction();
            commits.took(Duration.ofNanos(System.nanoTime() - begun));
        }
    }
}
