package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Ends leases: writes what became of the task, and only then lets it go. Used by the slot's thread only. Each method
 * returns whether the broker took the settlement; if not, the consumer has to be replaced.
 */
final class LeaseSettlement {

    private static final Logger log = LoggerFactory.getLogger(LeaseSettlement.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final String slot;
    private final Topic<EncoderTask> topic;
    private final WorkerTools tools;
    private final StopSignal stop;

    /**
     * @param slot name of the slot, for results and logs
     * @param topic where tasks come from, and go back to
     */
    LeaseSettlement(String slot, Topic<EncoderTask> topic, WorkerTools tools, StopSignal stop) {
        this.slot = slot;
        this.topic = topic;
        this.tools = tools;
        this.stop = stop;
    }

    /** Reports how a task ended. */
    boolean report(EncoderTask task, TaskOutcome outcome, Lease lease) throws InterruptedException {
        PausePoint.UPLOADED.reach();
        if (!write(() -> tools.events().ended(task, slot, outcome), lease)) {
            return lease.release();
        }
        logEnd(task, outcome);
        PausePoint.REPORTED.reach();
        return lease.accept();
    }

    /**
     * Gives a task back for another slot to take at once.
     *
     * <p>The broker counts how often it delivers a record and drops it at a limit. A task that was only given back must
     * not be dropped, so at the limit it is put at the end of the queue as a new record.
     */
    boolean giveBack(EncoderTask task, Lease lease) throws InterruptedException {
        tools.events().left(task, slot);
        if (lease.deliveries() < TopicProvisioner.DELIVERY_LIMIT) {
            return lease.release();
        }
        try {
            tools.events().reissue(topic, task);
            return lease.accept();
        } catch (ExecutionException e) {
            log.atWarn().addKeyValue("task", task.getTaskId()).setCause(e).log("cannot reissue task");
            return lease.release();
        }
    }

    /** Writes a dead letter for a record that is no task. */
    boolean putAside(ConsumerRecord<byte[], byte[]> record, UndecodableTaskException cause, Lease lease)
            throws InterruptedException {
        return write(() -> tools.events().undecodable(record, cause), lease) ? lease.accept() : lease.release();
    }

    /** Returns once the brokers have the record. */
    private interface Write {
        void run() throws ExecutionException, InterruptedException;
    }

    /**
     * Writes until the brokers acknowledge it, and renews the lease meanwhile: a task that is given back is run once
     * more, and is dropped if that happens too often. False if it cannot be written.
     */
    private boolean write(Write write, Lease lease) throws InterruptedException {
        while (true) {
            try {
                write.run();
                return true;
            } catch (ExecutionException e) {
                boolean retry = EventSerdes.isRetriable(e) && !stop.comesWithin(RETRY_PAUSE) && lease.renew();
                log.atWarn()
                        .addKeyValue("slot", slot)
                        .addKeyValue("retry", retry)
                        .setCause(e)
                        .log("result not acknowledged");
                if (!retry) {
                    return false;
                }
            }
        }
    }

    private void logEnd(EncoderTask task, TaskOutcome outcome) {
        Optional<TaskOutcome.Failed> failed = outcome.asFailed();
        LoggingEventBuilder line = (failed.isPresent() ? log.atWarn() : log.atInfo())
                .addKeyValue("videoId", task.getVideoId())
                .addKeyValue("attempt", task.getAttempt())
                .addKeyValue("task", task.getTaskId())
                .addKeyValue("slot", slot)
                .addKeyValue("outcome", outcome.getClass().getSimpleName());
        if (failed.isPresent()) {
            line = line.addKeyValue("code", failed.get().failure().getCode())
                    .addKeyValue("message", failed.get().failure().getMessage());
        }
        line.log("task ended");
    }
}
