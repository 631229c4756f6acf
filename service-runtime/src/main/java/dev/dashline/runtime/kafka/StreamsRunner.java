package dev.dashline.runtime.kafka;

import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.serde.EventSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology, exactly once. A stream thread that dies of a passing fault is replaced; one that keeps dying is a fatal
 * error. Safe for use by any thread.
 */
public final class StreamsRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamsRunner.class);
    private static final int REPLACEMENTS = 10;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final AtomicInteger replacements = new AtomicInteger();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    private StreamsRunner(KafkaStreams streams) {
        this.streams = streams;
        streams.setUncaughtExceptionHandler(this::died);
    }

    /**
     * A topology to be run.
     *
     * @param applicationId names the application in Kafka: its groups, internal topics and transactions
     * @param stateDirectory where its stores are, as a cache of what Kafka holds
     * @param reportsGarbageOf the topics whose undecodable records this application puts on {@code video-failed}
     * @param overrides more Streams properties, stronger than all others
     */
    public record Application(
            String applicationId, Path stateDirectory, Set<String> reportsGarbageOf, Map<String, Object> overrides) {}

    /** Makes a runner that is not started. */
    public static StreamsRunner of(
            Application application,
            Consumer<StreamsBuilder> topology,
            KafkaSettings kafka,
            EventSerdes serdes,
            Metrics metrics) {
        Properties config = new Properties();
        config.putAll(config(application, kafka, serdes));
        Topology built = build(topology, config);
        KafkaStreams streams = new KafkaStreams(built, config);
        metrics.bind(streams);
        return new StreamsRunner(streams);
    }

    /** The topology as it is run, for a test that compares its description. */
    public static Topology build(Consumer<StreamsBuilder> topology, Properties config) {
        config.put("ensure.explicit.internal.resource.naming", true);
        StreamsBuilder builder = new StreamsBuilder();
        topology.accept(builder);
        return builder.build(config);
    }

    public void start() {
        streams.start();
    }

    /** Empty while records are processed; otherwise the state that keeps them waiting. */
    public Optional<String> notReadyBecause() {
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING ? Optional.empty() : Optional.of("streams: " + state);
    }

    /** What made this runner give up, if it has. */
    public Optional<Throwable> fatalError() {
        Optional<Throwable> cause = Optional.ofNullable(fatal.get());
        // The thread of the global stores cannot be replaced: with it the whole client ends.
        return cause.isPresent() || streams.state() != KafkaStreams.State.ERROR
                ? cause
                : Optional.of(new IllegalStateException("streams: ERROR"));
    }

    /**
     * A store of this topology, to be read by any thread.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while it cannot be read
     */
    public <T> T store(String name, QueryableStoreType<T> type) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, type));
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private StreamThreadExceptionResponse died(Throwable cause) {
        if (replacements.incrementAndGet() <= REPLACEMENTS) {
            log.atWarn().setCause(cause).log("stream thread died and is replaced");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        log.atError().setCause(cause).log("stream threads keep dying");
        fatal.set(cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static Map<String, Object> config(Application application, KafkaSettings kafka, EventSerdes serdes) {
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, application.applicationId());
        config.put(StreamsConfig.STATE_DIR_CONFIG, application.stateDirectory().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A video passes through several transactions: their interval is what it waits.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        config.put(DeadLetterHandler.SERDES, serdes);
        config.put(DeadLetterHandler.REPORTED_TOPICS, application.reportsGarbageOf());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // What a new store waits for although its changelog is empty, and so the start of the service.
        config.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50);
        // Whoever dies without a word holds its partitions, and its open transaction, for no longer than this.
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        config.putAll(application.overrides());
        return config;
    }
}
