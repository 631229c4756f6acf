package dev.dashline.encoder.worker;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts as many of the tasks that were fetched as slots are free, gives the others back, and puts aside what is no
 * task. Gives all back if registry or brokers are away for too long. For the fetcher's thread only.
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

    /**
     * Tasks begin only when they are out of the queue: no other worker gets them then. If the broker does not confirm
     * that, they may be out of the queue without a worker, and the scheduler finds out.
     */
    @Override
    public boolean take(Iterable<ConsumerRecord<byte[], byte[]>> records, Leases leases) throws InterruptedException {
        int free = gate.isClosed() ? 0 : tasks.free();
        List<EncoderTask> taken = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (taken.size() < free) {
                read(record).ifPresent(taken::add);
                leases.accept(record);
            } else {
                leases.release(record);
            }
        }
        if (!leases.settle()) {
            return false;
        }
        for (EncoderTask task : taken) {
            tasks.begin(task).ifPresent(run -> runner.start(run, tasks));
        }
        return true;
    }

    /** Empty if there is no task in the record, but a dead letter for it, so that it can leave the queue. */
    private Optional<EncoderTask> read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        Patience patience = new Patience();
        while (true) {
            try {
                return Optional.of(tools.decode(record));
            } catch (UndecodableTaskException e) {
                putAside(record, e, patience);
                return Optional.empty();
            } catch (KafkaException e) {
                patience.pauseAfter(e);
            }
        }
    }

    private void putAside(ConsumerRecord<byte[], byte[]> record, UndecodableTaskException cause, Patience patience)
            throws InterruptedException {
        while (true) {
            try {
                tools.events().undecodable(record, cause);
                return;
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
