package dev.dashline.encoder.worker;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot: a thread with a share consumer of its own that leases one task at a time and runs it. The consumer is
 * replaced when it is in a state that it cannot leave by itself. A slot that dies leaves nothing behind but a lease,
 * which runs out.
 */
final class WorkerSlot implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WorkerSlot.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration MIN_POLL_TIME = Duration.ofMillis(50);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    /** Polls in a row without a connection after which the brokers count as away. */
    private static final int POLLS_WITHOUT_CONNECTION = 3;

    private final String name;
    private final Topic<EncoderTask> topic;
    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final WorkerTools tools;
    private final StopSignal stop = new StopSignal();
    private final LeasedTaskRunner runner;
    private volatile boolean busy;
    private volatile boolean leasing;

    /**
     * @param topic where its tasks come from
     * @param renewEvery how often it renews the lease of its running task
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
        this.runner =
                new LeasedTaskRunner(name, tools, stop, new LeaseSettlement(name, topic, tools, stop), renewEvery);
    }

    String name() {
        return name;
    }

    /** Whether a task is running. */
    boolean isBusy() {
        return busy;
    }

    /** Whether the broker has let the slot fetch tasks. */
    boolean isLeasing() {
        return leasing;
    }

    /** Takes no further task; gives the current one back if it does not end within {@code grace}. */
    void stop(Duration grace) {
        stop.stop(grace);
    }

    @Override
    public void run() {
        try {
            while (!stop.isStopping()) {
                lease();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works with one consumer until the slot stops, or only a new consumer can go on. */
    private void lease() throws InterruptedException {
        try {
            if (!leaseWith(consumers.get())) {
                log.atWarn().addKeyValue("slot", name).log("brokers not reachable, waiting");
                tools.brokers().awaitEnd(() -> !stop.isStopping());
            }
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("slot", name).setCause(e).log("cannot lease tasks, retrying");
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE.toMillis()); // spares a broker in trouble
        }
    }

    /** False if the brokers went away. */
    private boolean leaseWith(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        Duration closeTimeout = CLOSE_TIMEOUT;
        try {
            consumer.subscribe(List.of(topic.name()));
            boolean connected = workWith(consumer);
            closeTimeout = connected ? CLOSE_TIMEOUT : Duration.ZERO; // without a broker, closing cannot succeed
            return connected;
        } finally {
            close(consumer, closeTimeout);
        }
    }

    /** False if the brokers went away. */
    private boolean workWith(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        boolean healthy = true;
        int cutOff = 0;
        while (healthy && !stop.isStopping() && cutOff < POLLS_WITHOUT_CONNECTION) {
            ConsumerRecords<byte[], byte[]> records = poll(consumer);
            leasing = leasing || hasFetched(consumer);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                healthy = work(record, new Lease(consumer, record));
            }
            cutOff = BrokerWait.cutOff(consumer) ? cutOff + 1 : 0;
        }
        return cutOff < POLLS_WITHOUT_CONNECTION;
    }

    private boolean work(ConsumerRecord<byte[], byte[]> record, Lease lease) throws InterruptedException {
        busy = true;
        try {
            return runner.run(record, lease);
        } finally {
            busy = false;
        }
    }

    /**
     * Polls for a task. While the group has no coordinator, a poll returns at once: the pause keeps that from using a
     * whole processor.
     */
    private static ConsumerRecords<byte[], byte[]> poll(ShareConsumer<byte[], byte[]> consumer)
            throws InterruptedException {
        long begun = System.nanoTime();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
        if (records.isEmpty() && System.nanoTime() - begun < MIN_POLL_TIME.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(MIN_POLL_TIME.toMillis());
        }
        return records;
    }

    private void close(ShareConsumer<byte[], byte[]> consumer, Duration timeout) {
        try {
            consumer.close(timeout);
        } catch (KafkaException e) {
            log.atDebug().addKeyValue("slot", name).setCause(e).log("consumer did not close cleanly");
        }
    }

    private static boolean hasFetched(ShareConsumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .anyMatch(metric -> metric.metricName().name().equals("fetch-total")
                        && metric.metricValue() instanceof Double count
                        && count > 0);
    }
}
