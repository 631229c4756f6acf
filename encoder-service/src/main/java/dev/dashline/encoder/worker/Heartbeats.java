package dev.dashline.encoder.worker;

import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the scheduler every second, and after each change, that this process is alive, how many tasks it can run and
 * which ones it runs. A worker holds its tasks by this: one that is silent for some seconds counts as lost, with all
 * that it had.
 *
 * <p>One thread uses it as {@link Work}; the other methods are safe for use by any thread.
 */
final class Heartbeats implements Work {

    private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Begins short: one heartbeat that is lost must not be taken for the silence of a dead worker. */
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(100), EVERY);
    /** What changes within this time is told by one record. */
    private static final Duration GATHER = Duration.ofMillis(10);
    /** While tasks come and go all the time, each record is as long as there are tasks: then it waits for more. */
    private static final Duration SPACING = Duration.ofMillis(100);

    private final WorkerStatus status;
    private final Semaphore changes;
    private final Producer<String, WorkerHeartbeat> producer;
    private long begunAt = System.nanoTime();
    private int failures;
    private volatile @Nullable Exception failure;

    /**
     * @param changes gets a permit with each change of the status
     * @param producer gives up a record before it is old
     */
    Heartbeats(WorkerStatus status, Semaphore changes, Producer<String, WorkerHeartbeat> producer) {
        this.status = status;
        this.changes = changes;
        this.producer = producer;
    }

    /** Why nobody hears of this worker; empty if the brokers took the last heartbeat. */
    Optional<String> notReadyBecause() {
        return Optional.ofNullable(failure).map(cause -> "heartbeats are not acknowledged: " + cause);
    }

    @Override
    public void step() throws InterruptedException {
        Duration wait = left(failures == 0 ? EVERY : BACKOFF.after(failures));
        if (changes.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            Duration spacing = left(SPACING);
            Sleeper.SYSTEM.sleep(spacing.compareTo(GATHER) > 0 ? spacing : GATHER);
            changes.drainPermits();
        }
        begunAt = System.nanoTime();
        write();
    }

    /** What is left of a time that began with the last heartbeat: the brokers may have taken long to acknowledge it. */
    private Duration left(Duration time) {
        Duration left = time.minusNanos(System.nanoTime() - begunAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public void wakeUp() {
        changes.release();
    }

    /** Says farewell: no slots, and only those tasks whose end could not be told. Then it falls silent. */
    @Override
    public void end() {
        try {
            write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() throws InterruptedException {
        WorkerHeartbeat now = status.now();
        try {
            producer.send(new ProducerRecord<>(Topics.ENCODER_WORKERS.name(), now.getWorker(), now))
                    .get();
            if (failure != null) {
                log.atInfo().log("heartbeat acknowledged again");
            }
            failure = null;
            failures = 0;
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedException(e.getMessage());
        } catch (ExecutionException | KafkaException e) {
            if (failure == null) {
                log.atWarn().setCause(e).log("heartbeat not acknowledged, retrying");
            }
            failure = e;
            failures++;
        }
    }
}
