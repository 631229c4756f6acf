package dev.dashline.encoder.worker;

import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
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

    private static final Logger log = LoggerFactory.getLogger(TaskFetcher.class);
    /** How soon it sees that it is to stop. A consumer that is woken up may lose a task that it has just accepted. */
    private static final Duration ROUND = Duration.ofMillis(500);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(10));
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
    private @Nullable TaskConsumer consumer;
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
            } else if (tasks.awaitFree(ROUND) || (consumer != null && consumer.mayHoldMore())) {
                fetch(consumer());
            }
            if (consumer != null && consumer.isCutOff()) {
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

    private TaskConsumer consumer() {
        TaskConsumer current = consumer;
        if (current == null) {
            current = new TaskConsumer(consumers.get(), cell.topic());
            consumer = current;
        }
        return current;
    }

    private void fetch(TaskConsumer from) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = from.poll();
        if (!records.isEmpty() && !intake.take(records, from.leases())) {
            discard(CLOSE_TIMEOUT);
            return;
        }
        if (!served && from.isServed()) {
            served = true;
            failures = 0;
            problem = null;
            tasks.serve(true);
        }
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
        TaskConsumer old = consumer;
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
}
