package dev.dashline.runtime.kafka;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.deadletter.HeldRecords;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: with exactly-once processing, or at least once if its stores are queried. Replaces a stream thread
 * that dies: without limit during an outage of a broker or the registry, otherwise a limited number of times, after
 * which the error is fatal. Safe for use by any thread.
 */
public final class StreamsRunner implements Layer {

    private static final Logger log = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    /** A person does not see that what stores have is so much older, and several events share a loop and a fetch. */
    private static final Duration PAUSE_OF_QUERIED = Duration.ofMillis(25);

    private final KafkaStreams streams;
    private final HeldPartitions held;
    private final RestartPolicy policy;
    private final BooleanSupplier clientsCanBeMade;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<Throwable> waitingAfter = new AtomicReference<>();
    private final AtomicReference<Throwable> lastDeath = new AtomicReference<>();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    /**
     * @param held records that the topology does not get
     * @param groupMayHaveChanged called with each change of the Streams state, by any thread; it must not wait
     */
    StreamsRunner(
            KafkaStreams streams,
            HeldRecords held,
            RestartPolicy policy,
            BooleanSupplier clientsCanBeMade,
            Runnable groupMayHaveChanged) {
        this.streams = streams;
        this.held = new HeldPartitions(held, streams);
        this.policy = policy;
        this.clientsCanBeMade = clientsCanBeMade;
        streams.setUncaughtExceptionHandler(this::died);
        streams.setStateListener((state, before) -> {
            groupMayHaveChanged.run();
            if (state == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
            if (state == KafkaStreams.State.ERROR) {
                Throwable death = lastDeath.get();
                fatal.compareAndSet(null, death == null ? new IllegalStateException("streams gave up") : death);
            }
        });
    }

    /**
     * Identifies the application that runs a topology.
     *
     * @param applicationId names the application in Kafka: its groups, internal topics and transactions
     * @param stateDirectory folder of its local stores, which cache what Kafka holds
     * @param reportsGarbageOf the topics whose undecodable records this application writes to {@code video-failed}
     * @param sessionTimeout how long a process that dies keeps its partitions
     * @param queriedAt where other replicas ask this one for what its stores have, as host:port; empty if nobody does.
     *     With it, a record may be processed again after a fault, so that stores survive kill -9: under exactly-once,
     *     one that was not closed is read anew from Kafka. Each store has a copy in another replica, if there is one.
     */
    public record Application(
            String applicationId,
            Path stateDirectory,
            Set<String> reportsGarbageOf,
            Duration sessionTimeout,
            Optional<String> queriedAt) {

        private static final Duration USUAL = Duration.ofSeconds(6);

        /** Without queries, with a session timeout that every broker accepts. */
        public Application(String applicationId, Path stateDirectory, Set<String> reportsGarbageOf) {
            this(applicationId, stateDirectory, reportsGarbageOf, USUAL, Optional.empty());
        }
    }

    /**
     * Creates a runner without starting it.
     *
     * @param supervisor owns a thread beside those of Streams, which ends with the supervisor
     */
    public static StreamsRunner of(
            Application application,
            Consumer<StreamsBuilder> topology,
            KafkaSettings kafka,
            EventSerdes serdes,
            Metrics metrics,
            Supervisor supervisor) {
        Properties config = StreamsSettings.of(application, kafka, serdes, metrics.registry());
        StreamsClients clients = StreamsClients.sharing(config, pause(application));
        KafkaStreams streams = new KafkaStreams(build(topology, config), config, clients);
        metrics.bind(streams);
        AbandonedTransactions abandoned = new AbandonedTransactions(
                application.applicationId(),
                () -> Admin.create(kafka.common()),
                () -> streams.state() == KafkaStreams.State.REBALANCING);
        StreamsRunner runner = new StreamsRunner(
                streams,
                clients.held(),
                new RestartPolicy(20, Duration.ofMinutes(5), Clock.systemUTC()),
                () -> StreamsClients.canBeMade(kafka.common()),
                abandoned::groupMayHaveChanged);
        runner.held.countIn(metrics.registry());
        if (application.queriedAt().isEmpty()) { // otherwise it has no transactions
            Loop ignored = supervisor.loop("abandoned-transactions", abandoned);
        }
        Loop unused = supervisor.once(
                "topic-check",
                new TopicCheck(application.applicationId(), () -> Admin.create(kafka.common()), runner.running));
        return runner;
    }

    /** No event waits for an application that only shows what its stores have. */
    private static Duration pause(Application application) {
        return application.queriedAt().isPresent() ? PAUSE_OF_QUERIED : Duration.ZERO;
    }

    /** The topology exactly as it runs, for a test that compares its description. */
    public static Topology build(Consumer<StreamsBuilder> topology, Properties config) {
        config.put("ensure.explicit.internal.resource.naming", true);
        StreamsBuilder builder = new StreamsBuilder();
        topology.accept(builder);
        return builder.build(config);
    }

    /** The configuration exactly as the application runs with it, for a test that drives its topology. */
    public static Properties settings(Application application, KafkaSettings kafka, EventSerdes serdes) {
        return StreamsSettings.of(application, kafka, serdes, new CompositeMeterRegistry());
    }

    @Override
    public void start() {
        streams.start();
    }

    /** Empty while records are processed; otherwise the Streams state and its cause. */
    @Override
    public Optional<String> notReadyBecause() {
        KafkaStreams.State state = streams.state();
        Optional<Throwable> end = fatalError();
        if (end.isPresent()) { // the Streams state reflects this only later
            return Optional.of("streams: given up after " + root(end.get()));
        }
        Throwable death = waitingAfter.get();
        if (death != null) {
            return Optional.of("streams: " + state + ", to be restarted after " + root(death));
        }
        return state == KafkaStreams.State.RUNNING
                ? held.why().map(why -> "streams: " + why)
                : Optional.of("streams: " + state);
    }

    /** The error that made this runner give up; empty if it has not. */
    @Override
    public Optional<Throwable> fatalError() {
        Optional<Throwable> cause = Optional.ofNullable(fatal.get());
        if (cause.isPresent()) {
            return cause;
        }
        KafkaStreams.State state = streams.state();
        if (state == KafkaStreams.State.ERROR) {
            return Optional.of(new IllegalStateException("streams: ERROR"));
        }
        // If Streams fails to replace a thread, it stays in a running state without any thread.
        Optional<Throwable> death = Optional.ofNullable(lastDeath.get());
        return death.filter(it -> state.isRunningOrRebalancing()
                && streams.metadataForLocalThreads().isEmpty());
    }

    /** Where the partitions of this application's stores are. */
    public StorePlaces places() {
        return new StorePlaces(streams);
    }

    /** Stops the topology and leaves its group, so that other replicas take over at once. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    /** Runs on the dying thread, so waiting here blocks no other work. */
    private StreamThreadExceptionResponse died(Throwable cause) {
        lastDeath.set(cause);
        Optional<Duration> wait = policy.afterDeathBy(cause);
        if (wait.isEmpty()) {
            log.atError().setCause(cause).log("stream threads keep dying, giving up");
            fatal.set(cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log.atWarn().addKeyValue("wait", wait.get()).setCause(cause).log("stream thread died, replacing it");
        waitingAfter.set(cause);
        boolean closed;
        do {
            closed = waitUnlessClosed(wait.get());
        } while (!closed && !clientsCanBeMade.getAsBoolean());
        waitingAfter.set(null);
        return closed ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private boolean waitUnlessClosed(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
