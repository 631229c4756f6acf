package dev.dashline.encoder.worker;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the tasks that were fetched, and puts aside what is none. Gives a record back if registry or brokers are away
 * for too long. For the fetcher's thread only.
 */
final class TaskIntake implements TaskFetcher.Intake {

    private static final Logger log = LoggerFactory.getLogger(TaskIntake.class);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(100), Duration.ofSeconds(2));
    /** Shorter than the group's {@code share.record.lock.duration.ms}, so that nobody else has the record by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunningTasks tasks;
    private final WorkerTools tools;
    private final TaskRunner runner;
    private final TaskGate gate;

    TaskIntake(RunningTasks tasks, WorkerTools tools, TaskRunner runner, TaskGate gate) {
        this.tasks = tasks;
        this.tools = tools;
        this.runner = runner;
        this.gate = gate;
    }

    @Override
    public boolean take(ConsumerRecord<byte[], byte[]> record, Lease lease) throws InterruptedException {
        Patience patience = new Patience();
        while (true) {
            try {
                return take(tools.decode(record), lease);
            } catch (UndecodableTaskException e) {
                return putAside(record, e, lease, patience);
            } catch (KafkaException e) {
                patience.pauseAfter(e);
            }
        }
    }

    /**
     * The task begins only when it is out of the queue: no other worker gets it then. If the broker does not confirm
     * that, it may be out of the queue without a worker, and the scheduler finds out.
     */
    private boolean take(EncoderTask task, Lease lease) {
        if (gate.isClosed()) {
            return lease.release();
        }
        if (!lease.accept()) {
            return false;
        }
        tasks.begin(task).ifPresent(run -> runner.start(run, tasks));
        return true;
    }

    /** Writes a dead letter before the record leaves the queue, so that it is lost in no case. */
    private boolean putAside(
            ConsumerRecord<byte[], byte[]> record, UndecodableTaskException cause, Lease lease, Patience patience)
            throws InterruptedException {
        while (true) {
            try {
                tools.events().undecodable(record, cause);
                return lease.accept();
            } catch (ExecutionException e) {
                patience.pauseAfter(new KafkaException("a dead letter is not acknowledged", e));
            }
        }
    }

    /** How long a record is held while it cannot be dealt with. */
    private final class Patience {

        private final long end = System.nanoTime() + PATIENCE.toNanos();
        private int failed;

        /** Throws the failure if there is no time left for another try. */
        void pauseAfter(KafkaException failure) throws InterruptedException {
            Duration wait = BACKOFF.after(++failed);
            if (System.nanoTime() + wait.toNanos() - end >= 0 || gate.stop().comesWithin(wait)) {
                throw failure;
            }
            log.atWarn().setCause(failure).log("record cannot be dealt with, retrying");
        }
    }
}
