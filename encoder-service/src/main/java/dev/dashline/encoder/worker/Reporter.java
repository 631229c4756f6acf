package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.PlanMapping;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskAlive;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.runtime.kafka.DeadLetterHeaders;
import dev.dashline.runtime.kafka.DeadLetters;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the slots of a process say to the rest of the world. Safe for use by many threads. */
final class Reporter {

    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    private final Producer<String, SpecificRecord> producer;
    private final Clock clock;

    Reporter(Producer<String, SpecificRecord> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /** Says that a worker is at a task. Not worth waiting for. */
    void alive(EncoderTask task, String worker) {
        bestEffort(record(task, worker, new TaskAlive()));
    }

    /** Says that a worker has come away from a task without a result. Not worth waiting for. */
    void left(EncoderTask task, String worker) {
        bestEffort(record(task, worker, new TaskLeft()));
    }

    /** Says how a task ended, and returns once the brokers have it. */
    void ended(EncoderTask task, String worker, TaskOutcome outcome) throws InterruptedException, ExecutionException {
        producer.send(record(task, worker, outcomeRecord(outcome))).get();
    }

    /** Puts a task into the queue once more, as it is, and returns once the brokers have it. */
    void issueAgain(Topic<EncoderTask> topic, EncoderTask task) throws InterruptedException, ExecutionException {
        producer.send(new ProducerRecord<>(topic.name(), task.getVideoId(), task))
                .get();
    }

    /** Says how far a task is. Best effort. */
    void progress(EncoderTask task, String worker, long doneMillis) {
        VideoProgress progress = VideoProgress.newBuilder()
                .setVideoId(task.getVideoId())
                .setAttempt(task.getAttempt())
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(worker)
                .setDoneMillis(doneMillis)
                .setTotalMillis(task.getPlan()
                        .map(plan -> PlanMapping.fromEvent(plan).durationMillis())
                        .orElse(0L))
                .setAt(clock.instant())
                .build();
        bestEffort(new ProducerRecord<>(Topics.VIDEO_PROGRESS.name(), task.getVideoId(), progress));
    }

    /** Puts a record that is no task aside, for a person to look at. */
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
        producer.send(letter).get();
    }

    static Failure failure(FailureCode code, String message, @Nullable String detail) {
        return Failure.newBuilder()
                .setStage(code.usualStage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(message)
                .setDetail(detail)
                .build();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    private void bestEffort(ProducerRecord<String, SpecificRecord> record) {
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    log.atDebug().setCause(failure).log("not said");
                }
            });
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("not said");
        }
    }

    private ProducerRecord<String, SpecificRecord> record(EncoderTask task, String worker, Object outcome) {
        EncoderTaskResult result = EncoderTaskResult.newBuilder()
                .setVideoId(task.getVideoId())
                .setAttempt(task.getAttempt())
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(worker)
                .setAt(clock.instant())
                .setOutcome(outcome)
                .build();
        return new ProducerRecord<>(Topics.ENCODER_TASK_RESULTS.name(), task.getVideoId(), result);
    }

    private static Object outcomeRecord(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Analyzed analyzed) {
            return new dev.dashline.events.encoder.Analyzed(analyzed.plan());
        }
        if (outcome instanceof TaskOutcome.Transcoded transcoded) {
            return new dev.dashline.events.encoder.Transcoded(transcoded.part());
        }
        if (outcome instanceof TaskOutcome.Packaged packaged) {
            return new dev.dashline.events.encoder.Packaged(packaged.encoded());
        }
        TaskOutcome.Failed failed = (TaskOutcome.Failed) outcome;
        Integer exitCode = failed.exitCode().isPresent() ? failed.exitCode().getAsInt() : null;
        return new TaskFailed(failed.failure(), exitCode);
    }
}
