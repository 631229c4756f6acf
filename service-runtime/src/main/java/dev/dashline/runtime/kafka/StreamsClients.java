package dev.dashline.runtime.kafka;

import dev.dashline.runtime.deadletter.HeldRecords;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of an application: the default ones, except that its stream threads poll at the intervals of a
 * {@link PollPace}, get no {@link HeldRecords}, and tell their {@link CommitBudget} how long commits take.
 */
final class StreamsClients implements KafkaClientSupplier {

    private final Alarms alarms;
    private final CommitBudget commits;
    private final HeldRecords held;
    private final Duration pause;

    private StreamsClients(Alarms alarms, CommitBudget commits, HeldRecords held, Duration pause) {
        this.alarms = alarms;
        this.commits = commits;
        this.held = held;
        this.pause = pause;
    }

    /**
     * The clients of one application. What they share with its processors and handlers is added to its configuration.
     *
     * @param pause how long stream threads rest after a poll that brought records
     */
    static StreamsClients sharing(Properties config, Duration pause) {
        Alarms alarms = new Alarms();
        config.put(Alarms.CONFIG, alarms);
        CommitBudget commits = new CommitBudget();
        config.put(CommitBudget.CONFIG, commits);
        HeldRecords held = new HeldRecords();
        config.put(HeldRecords.CONFIG, held);
        return new StreamsClients(alarms, commits, held, pause);
    }

    /** Records that stream threads do not get. */
    HeldRecords held() {
        return held;
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
        return new PacedConsumer(config, new PollPace(alarms, commits, pause, Clock.systemUTC()), held);
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
        private final HeldRecords held;

        PacedConsumer(Map<String, Object> config, PollPace pace, HeldRecords held) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.pace = pace;
            this.held = held;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            rest();
            ConsumerRecords<byte[], byte[]> records = held.before(super.poll(pace.within(timeout)), this);
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

    /**
     * Tells how long commits take: the wait until the brokers have all records, and the offsets, and the end of the
     * transaction. On a machine that is busy, the first two take the longest. For use by one stream thread.
     */
    private static final class MeasuredProducer extends KafkaProducer<byte[], byte[]> {

        private final CommitBudget commits;
        private long takenNanos;

        MeasuredProducer(Map<String, Object> config, CommitBudget commits) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.commits = commits;
        }

        @Override
        public void flush() {
            measured(super::flush);
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            measured(() -> super.sendOffsetsToTransaction(offsets, group));
        }

        @Override
        public void commitTransaction() {
            measured(super::commitTransaction);
            commits.took(Duration.ofNanos(takenNanos));
            takenNanos = 0;
        }

        private void measured(Runnable step) {
            long begun = System.nanoTime();
            step.run();
            takenNanos += System.nanoTime() - begun;
        }
    }
}
