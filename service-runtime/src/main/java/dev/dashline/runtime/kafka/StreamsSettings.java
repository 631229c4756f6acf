package dev.dashline.runtime.kafka;

import dev.dashline.runtime.deadletter.DeadLetters;
import dev.dashline.runtime.kafka.StreamsRunner.Application;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The Streams configuration of an application, in order of increasing priority: defaults that suit our topologies,
 * properties that the operator passes through, and properties that correctness depends on.
 */
final class StreamsSettings {

    private static final int HEARTBEATS_IN_SESSION = 5;

    private StreamsSettings() {}

    static Properties of(Application application, KafkaSettings kafka, EventSerdes serdes, MeterRegistry meters) {
        Properties config = new Properties();
        config.putAll(suitable());
        config.putAll(failover(application));
        application.queriedAt().ifPresent(place -> config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1));
        config.putAll(kafka.common());
        config.putAll(required(application));
        application.queriedAt().ifPresent(place -> config.putAll(queried(place)));
        config.putAll(DeadLetters.config(serdes, application.reportsGarbageOf(), meters));
        return config;
    }

    private static Map<String, Object> suitable() {
        return Map.ofEntries(
                // Only what writes no event waits for it: see CommitPace. Each commit is a transaction.
                Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 5_000),
                // An upper limit: a record ends a poll, and so does PollPace for an alarm. Each poll costs processor
                // time.
                Map.entry(StreamsConfig.POLL_MS_CONFIG, 500L),
                Map.entry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1),
                Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0),
                Map.entry(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class),
                // A new store waits this long even if its changelog is empty, which delays the start of the service.
                Map.entry(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50),
                // AbandonedTransactions ends what a killed process left open sooner than this. It is longer than a
                // broker takes to restart: one that aborts old transactions while it starts may forget a partition of
                // them.
                Map.entry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000),
                // Under exactly-once, a record that is too large to send aborts its transaction and so blocks its
                // partition.
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGEST_OF_OURS),
                Map.entry(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topic.LARGEST_OF_OURS),
                Map.entry(
                        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
                        Topic.ANY_TIME_AHEAD));
    }

    /** A process that is killed keeps its partitions for the time of a session. */
    private static Map<String, Object> failover(Application application) {
        int session = Math.toIntExact(application.sessionTimeout().toMillis());
        return Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                session,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                session / HEARTBEATS_IN_SESSION);
    }

    private static Map<String, Object> required(Application application) {
        return Map.ofEntries(
                Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, application.applicationId()),
                Map.entry(
                        StreamsConfig.STATE_DIR_CONFIG,
                        application.stateDirectory().toString()),
                Map.entry(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic"),
                // Streams makes it of the process's id, by which AbandonedTransactions knows the living.
                Map.entry(StreamsConfig.CLIENT_ID_CONFIG, ""),
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                // Requests accepted before the first start of this application must be processed, too.
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
    }

    /** As {@link Application#queriedAt} says. Exactly-once sets the isolation level by itself. */
    private static Map<String, Object> queried(String place) {
        return Map.of(
                StreamsConfig.APPLICATION_SERVER_CONFIG,
                place,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.AT_LEAST_ONCE,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
    }
}
