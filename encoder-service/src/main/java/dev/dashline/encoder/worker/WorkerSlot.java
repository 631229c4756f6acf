package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.ffmpeg.ExitStatus;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One slot: a thread with a share consumer of its own that leases one task at a time, keeps the lease alive while the task
 * runs, reports the result, and only then lets the task go. A slot that dies leaves nothing behind but a lease.
 */
final class WorkerSlot implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WorkerSlot.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration BREATH = Duration.ofMillis(50);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration BEHIND_FFMPEG = Duration.ofSeconds(1);
    private static final int CUT_OFF_POLLS = 3;

    private final String name;
    private final Topic<EncoderTask> topic;
    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final WorkerTools tools;
    private final Duration renewEvery;
    private volatile boolean busy;
    private volatile boolean leasing;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile long giveBackAtNanos;

    /**
     * @param topic where its tasks come from
     * @param renewEvery how often it renews its lease
     */
    WorkerSlot(
            String name,
            Topic<EncoderTask> topic,
            Supplier<ShareConsumer<byte[], byte[]>> consumers,
            WorkerTools tools,
            Duration renewEvery) {
        this.name = name;
        this.topic = topic;
        this.consumers = consumers;
        this.tools = tools;
        this.renewEvery = renewEvery;
    }

    String name() {
        return name;
    }

    /** Whether a task is running. */
    boolean isBusy() {
        return busy;
    }

    /** Whether the broker has let it ask for tasks. */
    boolean isLeasing() {
        return leasing;
    }

    /** Takes no further task; gives the current one back if it does not end within {@code grace}. */
    void stop(Duration grace) {
        giveBackAtNanos = System.nanoTime() + grace.toNanos();
        stop.countDown();
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    @Override
    public void run() {
        try {
            while (!isStopping()) {
                lease();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works with one consumer until the slot stops, or the consumer is in a state that only a new one gets out of. */
    private void lease() throws InterruptedException {
        try {
            if (!leaseWith(consumers.get())) {
                log.atWarn().addKeyValue("slot", name).log("no broker, waiting for one");
                tools.outage().awaitEnd(() -> !isStopping());
            }
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("slot", name).setCause(e).log("cannot lease tasks, trying again");
            TimeUnit.MILLISECONDS.sleep(AFTER_TROUBLE.toMillis()); // not to hammer a broker in trouble
        }
    }

    /** False if the brokers went away. */
    private boolean leaseWith(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        Duration farewell = FAREWELL;
        try {
            consumer.subscribe(List.of(topic.name()));
            boolean connected = workWith(consumer);
            farewell = connected ? FAREWELL : Duration.ZERO; // nobody is there to say it to
            return connected;
        } finally {
            close(consumer, farewell);
        }
    }

    /** False if the brokers went away. */
    private boolean workWith(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        boolean healthy = true;
        int cutOff = 0;
        while (healthy && !isStopping() && cutOff < CUT_OFF_POLLS) {
            ConsumerRecords<byte[], byte[]> records = poll(consumer);
            leasing = leasing || hasFetched(consumer);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                healthy = work(record, new Lease(consumer, record));
            }
            cutOff = BrokerWait.cutOff(consumer) ? cutOff + 1 : 0;
        }
        return cutOff < CUT_OFF_POLLS;
    }

    /** A poll waits for tasks; while the group's coordinator is not to be found it does not, and takes a processor's whole time. */
    private static ConsumerRecords<byte[], byte[]> poll(ShareConsumer<byte[], byte[]> consumer)
            throws InterruptedException {
        long begun = System.nanoTime();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(IDLE);
        if (records.isEmpty() && System.nanoTime() - begun < BREATH.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(BREATH.toMillis());
        }
        return records;
    }

    private void close(ShareConsumer<byte[], byte[]> consumer, Duration farewell) {
        try {
            consumer.close(farewell);
        } catch (KafkaException e) {
            log.atDebug().addKeyValue("slot", name).setCause(e).log("closed without a farewell");
        }
    }

    private static boolean hasFetched(ShareConsumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .anyMatch(metric -> metric.metricName().name().equals("fetch-total")
                        && metric.metricValue() instanceof Double count
                        && count > 0);
    }

    private boolean work(ConsumerRecord<byte[], byte[]> record, Lease lease) throws InterruptedException {
        busy = true;
        try {
            EncoderTask task = tools.decode(record);
            if (isStopping()) {
                return handBack(task, lease);
            }
            if (tools.endings().hasEnded(task.getVideoId(), task.getAttempt())) {
                return lease.accept();
            }
            return run(task, lease);
        } catch (UndecodableTaskException e) {
            return putAside(record, e, lease);
        } finally {
            busy = false;
        }
    }

    private boolean run(EncoderTask task, Lease lease) throws InterruptedException {
        about(task, log.atInfo()).addKeyValue("epoch", task.getEpoch()).log("task leased");
        PausePoint.LEASED.reach();
        TaskContext context = doneMillis -> {
            PausePoint.ENCODING.reach();
            tools.reporter().progress(task, name, doneMillis);
        };
        RunningTask running = RunningTask.start(task, tools.executor(), context, name + "-task");
        try {
            return attend(task, running, lease);
        } finally {
            running.cancel();
        }
    }

    private boolean attend(EncoderTask task, RunningTask running, Lease lease) throws InterruptedException {
        tools.reporter().alive(task, name);
        long renewedAt = System.nanoTime();
        while (!running.endsWithin(GLANCE)) {
            if (isStopping() && System.nanoTime() - giveBackAtNanos >= 0) {
                running.cancel();
                return handBack(task, lease);
            }
            if (tools.endings().hasEnded(task.getVideoId(), task.getAttempt())) {
                running.cancel();
                return lease.accept();
            }
            if (System.nanoTime() - renewedAt >= renewEvery.toNanos()) {
                if (!lease.renew()) {
                    tools.reporter().left(task, name);
                    return false; // somebody else is at the task by now, and one is enough
                }
                renewedAt = System.nanoTime();
                tools.reporter().alive(task, name);
            }
        }
        Optional<TaskOutcome> outcome = running.outcome();
        if (outcome.isEmpty() || isCutShort(outcome.get())) {
            return handBack(task, lease);
        }
        return report(task, outcome.get(), lease);
    }

    /** Whether a task failed because this process has to stop. FFmpeg may have been asked to end a moment before it. */
    private boolean isCutShort(TaskOutcome outcome) throws InterruptedException {
        if (outcome instanceof TaskOutcome.Failed failed && ExitStatus.isAskedToEnd(failed.exitCode())) {
            return stop.await(BEHIND_FFMPEG.toMillis(), TimeUnit.MILLISECONDS);
        }
        return outcome instanceof TaskOutcome.Failed && isStopping();
    }

    /**
     * Gives a task back for another slot to take at once. The broker counts how often it hands a record out and drops it in the end, and a
     * task must not come to that by being given back: before it does, it is put at the end of the queue as a new record.
     */
    private boolean handBack(EncoderTask task, Lease lease) throws InterruptedException {
        tools.reporter().left(task, name);
        if (lease.deliveries() < TopicProvisioner.DELIVERY_LIMIT) {
            return lease.release();
        }
        try {
            tools.reporter().issueAgain(topic, task);
            return lease.accept();
        } catch (ExecutionException e) {
            log.atWarn().addKeyValue("task", task.getTaskId()).setCause(e).log("cannot issue a task again");
            return lease.release();
        }
    }

    private boolean report(EncoderTask task, TaskOutcome outcome, Lease lease) throws InterruptedException {
        PausePoint.UPLOADED.reach();
        if (!say(() -> tools.reporter().ended(task, name, outcome), lease)) {
            return lease.release();
        }
        logEnd(task, outcome);
        PausePoint.REPORTED.reach();
        return lease.accept();
    }

    private void logEnd(EncoderTask task, TaskOutcome outcome) {
        LoggingEventBuilder line = about(task, outcome instanceof TaskOutcome.Failed ? log.atWarn() : log.atInfo())
                .addKeyValue("outcome", outcome.getClass().getSimpleName());
        if (outcome instanceof TaskOutcome.Failed failed) {
            line = line.addKeyValue("code", failed.failure().getCode())
                    .addKeyValue("message", failed.failure().getMessage());
        }
        line.log("task ended");
    }

    private LoggingEventBuilder about(EncoderTask task, LoggingEventBuilder line) {
        return line.addKeyValue("videoId", task.getVideoId())
                .addKeyValue("attempt", task.getAttempt())
                .addKeyValue("task", task.getTaskId())
                .addKeyValue("slot", name);
    }

    private boolean putAside(ConsumerRecord<byte[], byte[]> record, UndecodableTaskException cause, Lease lease)
            throws InterruptedException {
        return say(() -> tools.reporter().undecodable(record, cause), lease) ? lease.accept() : lease.release();
    }

    /** Something that is heard when this returns. */
    private interface Word {
        void say() throws ExecutionException, InterruptedException;
    }

    /**
     * Says it again until it is heard, and holds the lease meanwhile: what is given back would be done once more, and is dropped if that
     * happens too often. False if it cannot be said.
     */
    private boolean say(Word word, Lease lease) throws InterruptedException {
        while (true) {
            try {
                word.say();
                return true;
            } catch (ExecutionException e) {
                log.atWarn().addKeyValue("slot", name).setCause(e).log("not heard");
                boolean again = EventSerdes.isRetriable(e)
                        && !stop.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS)
                        && lease.renew();
                if (!again) {
                    return false;
                }
            }
        }
    }
}
