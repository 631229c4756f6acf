package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.PlanMapping;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.runtime.deadletter.DeadLetterHeaders;
import dev.dashline.runtime.deadletter.DeadLetters;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of the slots of a process. Safe for use by many threads.
 *
 * <p>Methods that throw {@link ExecutionException} return once the brokers have the record; the others do not wait, and
 * a record that they lose is only logged.
 */
final class WorkerEvents {

    private static final Logger log = LoggerFactory.getLogger(WorkerEvents.class);

    private final Producer<String, SpecificRecord> producer;
    private final Clock clock;

    WorkerEvents(Producer<String, SpecificRecord> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /** A worker is about to run a task. */
    void begun(EncoderTask task, String worker) throws InterruptedException, ExecutionException {
        send(result(task, worker, new TaskBegun()));
    }

    /** A worker no longer runs a task, and has no result. */
    void left(EncoderTask task, String worker) throws InterruptedException, ExecutionException {
        send(result(task, worker, new TaskLeft()));
    }

    /** A task ended. */
    void ended(EncoderTask task, String worker, TaskOutcome outcome) throws InterruptedException, ExecutionException {
        send(result(task, worker, outcome.accept(new OutcomeRecord())));
    }

    /** How far a task is, unless that was told already. */
    void progress(TaskRun run) {
        if (!run.hasProgressed()) {
            return;
        }
        EncoderTask task = run.task();
        VideoProgress progress = VideoProgress.newBuilder()
                .setVideoId(task.getVideoId())
                .setAttempt(task.getAttempt())
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(run.slot())
                .setDoneMillis(run.doneMillis())
                .setTotalMillis(task.getPlan()
                        .map(plan -> PlanMapping.fromEvent(plan).durationMillis())
                        .orElse(0L))
                .setAt(clock.instant())
                .build();
        sendWithoutWaiting(new ProducerRecord<>(Topics.VIDEO_PROGRESS.name(), task.getVideoId(), progress));
    }

    /** A dead letter for a record that is no task. */
    void undecodable(ConsumerRecord<byte[], byte[]> record, Exception cause)
            throws InterruptedException, ExecutionException {
        String message = "A record on " + record.topic() + " is no task: " + cause.getMessage();
        UndecodableRecord dead = DeadLetters.record(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value());
        VideoFailed deadLetter = DeadLetters.event(dead, FailureCode.UNDECODABLE_RECORD, message);
        ProducerRecord<String, SpecificRecord> letter =
                new ProducerRecord<>(Topics.VIDEO_FAILED.name(), null, deadLetter);
        DeadLetterHeaders.of(dead, cause).forEach(letter.headers()::add);
        send(letter);
    }

    /** Waits for the brokers. Whatever keeps them from having the record is the cause of an ExecutionException. */
    private void send(ProducerRecord<String, SpecificRecord> record) throws InterruptedException, ExecutionException {
        try {
            producer.send(record).get();
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new ExecutionException(e);
        }
    }

    /** Kafka's clients set the thread's flag beside, which an InterruptedException must not. */
    private static InterruptedException interrupted(InterruptException e) {
        boolean unused = Thread.interrupted();
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback logs a failure
    private void sendWithoutWaiting(ProducerRecord<String, SpecificRecord> record) {
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    logLost(record, failure);
                }
            });
        } catch (KafkaException e) {
            logLost(record, e);
        }
    }

    private static void logLost(ProducerRecord<String, SpecificRecord> record, Exception cause) {
        log.atDebug().addKeyValue("topic", record.topic()).setCause(cause).log("event not written");
    }

    private ProducerRecord<String, SpecificRecord> result(EncoderTask task, String worker, SpecificRecord outcome) {
        EncoderTaskResult result = EncoderTaskResult.newBuilder()
                .setVideoId(task.getVideoId())
                .setAttempt(task.getAttempt())
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(worker)
                .setAt(clock.instant())
                .setIssuedAt(task.getReadyAt().orElse(null))
                .setOutcome(outcome)
                .build();
        return new ProducerRecord<>(Topics.ENCODER_TASK_RESULTS.name(), task.getVideoId(), result);
    }

    /** The Avro record of an outcome. */
    private static final class OutcomeRecord implements TaskOutcome.Visitor<SpecificRecord> {

        @Override
        public SpecificRecord analyzed(TaskOutcome.Analyzed analyzed) {
            return new Analyzed(analyzed.plan(), analyzed.report());
        }

        @Override
        public SpecificRecord transcoded(TaskOutcome.Transcoded transcoded) {
            return new Transcoded(transcoded.part());
        }

        @Override
        public SpecificRecord packaged(TaskOutcome.Packaged packaged) {
            return new Packaged(packaged.encoded(), packaged.notes());
        }

        @Override
        public SpecificRecord failed(TaskOutcome.Failed failed) {
            Integer exitCode = failed.exitCode().isPresent() ? failed.exitCode().getAsInt() : null;
            return new TaskFailed(failed.failure(), exitCode);
        }
    }
}
