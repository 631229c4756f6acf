package dev.dashline.encoder.worker;

import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one member of a lane's share group in this process. Asks for tasks while a slot is free, for a few at a time, and
 * gives back at once what there is no slot for. Replaces its consumer when that is in a state that it cannot leave by
 * itself.
 *
 * <p>One thread uses it as {@link Work}; {@link #notReadyBecause} is safe for use by any thread.
 */
final class TaskFetcher implements Work {

    /**
     * How many records a fetch brings at most. More of them would cost the brokers less where many slots are free. But
     * where one slot is free, all but one go back, and a record may go back only a few times before the group drops it.
     * One alone would often be the marker of a transaction.
     */
    static final int MOST = 4;

    private static final Logger log = LoggerFactory.getLogger(TaskFetcher.class);
    /** How soon it sees that it is to stop. A consumer that is woken up may lose a task that it has just accepted. */
    private static final Duration ROUND = Duration.ofMillis(500);

    /**
     * A share fetch counts a transaction's marker as a record. A consumer that has got only a marker asks for nothing
     * until its poll returns, so polls are short. There is no request to the broker while a fetch waits there.
     */
    private static final Duration POLL = Duration.ofMillis(100);
    /** After tasks it is likely that a marker comes alone, which the last fetch had no room for. */
    private static final Duration POLL_AFTER_TASKS = Duration.ofMillis(10);
    /** Each poll costs processor time. When no task has come for long, markers are rare, too. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    /** A poll is so much shorter than the time since the last task. */
    private static final int POLLS_IN_REST = 10;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(10));
    /** How long it may have no connection before the brokers count as away. */
    private static final Duration WITHOUT_CONNECTION = Duration.ofMillis(1_500);
    /** Failures in a row after which the process is not ready; one may happen when a broker is replaced. */
    private static final int TOLERATED = 1;

    /** Takes fetched records out of the queue. */
    interface Intake {

        /**
         * Takes as many of these records as there are free slots, and gives the others back.
         *
         * @return false if the broker did not confirm what became of them, so that the consumer has to be replaced
         * @throws KafkaException if they have to be given back, because nothing can be done with them now
         */
        boolean take(Iterable<ConsumerRecord<byte[], byte[]>> records, Leases leases) throws InterruptedException;
    }

    private final WorkerCell cell;
    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final RunningTasks tasks;
    private final Intake intake;
    private final BrokerWait brokers;
    private final TaskGate gate;
    private @Nullable ShareConsumer<byte[], byte[]> consumer;
    private long connectedNanos;
    private long tookTaskNanos;
    private int took;
    /** How many answers the consumer has had when no fetch of it was under way. */
    private long settled;

    private boolean served;
    private int failures;
    private volatile @Nullable String problem;

    /**
     * @param cell where tasks come from
     * @param consumers makes the consumer of that cell, and makes another one when it has to be replaced
     * @param tasks the slots that it fills
     * @param brokers waits for brokers that are away
     */
    TaskFetcher(
            WorkerCell cell,
            Supplier<ShareConsumer<byte[], byte[]>> consumers,
            RunningTasks tasks,
            Intake intake,
            BrokerWait brokers,
            TaskGate gate) {
        this.cell = cell;
        this.consumers = consumers;
        this.tasks = tasks;
        this.intake = intake;
        this.brokers = brokers;
        this.gate = gate;
    }

    /** Why it gets no tasks; empty if it does, or has not failed to yet. */
    Optional<String> notReadyBecause() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void step() throws InterruptedException {
        boolean done = false;
        try {
            if (gate.isClosed()) {
                discard(CLOSE_TIMEOUT); // No task can come to a process that has left the group.
                gate.stop().comesWithin(ROUND);
            } else if (tasks.awaitFree(ROUND) || hasAskedUnbidden()) {
                fetch(consumer());
            }
            if (isCutOff()) {
                awaitBrokers();
            }
            done = true;
        } catch (KafkaException e) {
            fail(e);
            done = true;
        } finally {
            if (!done) {
                discard(CLOSE_TIMEOUT);
            }
        }
    }

    /** Gives back what was delivered and not accepted. */
    @Override
    public void end() {
        discard(CLOSE_TIMEOUT);
    }

    private ShareConsumer<byte[], byte[]> consumer() {
        ShareConsumer<byte[], byte[]> current = consumer;
        if (current == null) {
            current = consumers.get();
            consumer = current;
            connectedNanos = System.nanoTime();
            tookTaskNanos = connectedNanos;
            current.subscribe(List.of(cell.topic()));
        }
        return current;
    }

    private void fetch(ShareConsumer<byte[], byte[]> from) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = poll(from);
        settled = answers(from) + 1; // the one that is to come is for the leases
        if (!records.isEmpty() && !intake.take(records, new Leases(from))) {
            discard(CLOSE_TIMEOUT);
            return;
        }
        if (!served && answers(from) > 0) {
            served = true;
            failures = 0;
            problem = null;
            tasks.serve(true);
        }
    }

    /**
     * Whether the consumer may hold tasks that nobody has polled, which would wait there for a slot though others are
     * free elsewhere: where an answer comes just when a poll begins, the consumer sends one fetch more than polls.
     */
    private boolean hasAskedUnbidden() {
        ShareConsumer<byte[], byte[]> current = consumer;
        return current != null && (took == 0 || answers(current) > settled);
    }

    /** Looks while every slot is busy, too: a consumer without a connection uses a processor even if nobody polls. */
    private boolean isCutOff() {
        ShareConsumer<byte[], byte[]> current = consumer;
        // If a task has just come, there is a connection. To look for one is to go through all metrics of the consumer.
        boolean justCame = System.nanoTime() - tookTaskNanos < ROUND.toNanos();
        if (current == null || justCame || !BrokerWait.cutOff(current)) {
            connectedNanos = System.nanoTime();
        }
        return System.nanoTime() - connectedNanos >= WITHOUT_CONNECTION.toNanos();
    }

    /**
     * Polls for a task. While the group has no coordinator, a poll returns at once: the pause keeps that from using a
     * whole processor.
     */
    private ConsumerRecords<byte[], byte[]> poll(ShareConsumer<byte[], byte[]> from) throws InterruptedException {
        Duration wait = pollTime();
        long begun = System.nanoTime();
        ConsumerRecords<byte[], byte[]> records = from.poll(wait);
        took = records.count();
        if (took > 0) {
            tookTaskNanos = System.nanoTime();
        }
        if (records.isEmpty() && System.nanoTime() - begun < wait.toNanos() / 2) {
            Sleeper.SYSTEM.sleep(POLL);
        }
        return records;
    }

    private Duration pollTime() {
        long quiet = Duration.ofNanos(System.nanoTime() - tookTaskNanos).toMillis() / POLLS_IN_REST;
        long wait = Math.max(POLL.toMillis(), Math.min(quiet, LONGEST_POLL.toMillis()));
        return took > 0 ? POLL_AFTER_TASKS : Duration.ofMillis(wait);
    }

    private void awaitBrokers() throws InterruptedException {
        log.atWarn().addKeyValue("topic", cell.topic()).log("brokers not reachable, waiting");
        problem = "cannot fetch from " + cell.topic() + ": the brokers do not answer";
        discard(Duration.ZERO); // without a broker, closing cannot succeed
        brokers.awaitEnd(() -> !gate.isClosed());
        problem = null;
    }

    private void fail(KafkaException e) throws InterruptedException {
        if (e instanceof GroupMaxSizeReachedException && cell.moveOn()) {
            discard(CLOSE_TIMEOUT);
            return;
        }
        failures++;
        Duration wait = BACKOFF.after(failures);
        log.atWarn()
                .addKeyValue("topic", cell.topic())
                .addKeyValue("failures", failures)
                .addKeyValue("waitMillis", wait.toMillis())
                .setCause(e)
                .log("cannot fetch tasks, retrying");
        if (e instanceof GroupMaxSizeReachedException) {
            problem = "the brokers refuse one more member of share group " + cell.group()
                    + ": raise their setting group.share.max.size to at least the number of encoder processes, or"
                    + " make one cell more with dashline topics --cells";
        } else if (failures > TOLERATED) {
            problem = "cannot fetch from " + cell.topic() + ": " + e;
        }
        discard(CLOSE_TIMEOUT);
        gate.stop().comesWithin(wait);
    }

    private void discard(Duration timeout) {
        tasks.serve(false);
        served = false;
        ShareConsumer<byte[], byte[]> old = consumer;
        consumer = null;
        if (old == null) {
            return;
        }
        try {
            old.close(timeout);
        } catch (KafkaException e) {
            log.atDebug().addKeyValue("topic", cell.topic()).setCause(e).log("consumer did not close cleanly");
        }
    }

    /**
     * How many fetches and leases the broker has answered: 0 until it lets the consumer fetch, since a new member of a
     * share group has to wait for some seconds.
     */
    private static long answers(ShareConsumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("fetch-total"))
                .map(Metric::metricValue)
                .mapToLong(count -> count instanceof Double number ? number.longValue() : 0)
                .sum();
    }
}
