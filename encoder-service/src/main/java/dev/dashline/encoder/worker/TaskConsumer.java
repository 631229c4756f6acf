package dev.dashline.encoder.worker;

import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A member of a cell's share group, polled at the pace that suits Kafka's share consumer: that fetches more, and less,
 * than polls ask for. Not thread-safe.
 */
final class TaskConsumer {

    /**
     * How many records a fetch brings at most. More of them would cost the brokers less where many slots are free. But
     * where one slot is free, all but one go back, and a record may go back only a few times before the group drops it.
     * One alone would often be the marker of a transaction.
     */
    static final int MOST = 4;

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
    /** How long it may have no connection before the brokers count as away. */
    private static final Duration WITHOUT_CONNECTION = Duration.ofMillis(1_500);

    /** For so long after a task there is a connection for certain. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final ShareConsumer<byte[], byte[]> consumer;
    private long connectedNanos = System.nanoTime();
    private long tookNanos = System.nanoTime();
    private int took;
    /** How many answers it will have had once the leases of the last poll are settled, if nothing else is under way. */
    private long expectedAnswers;

    private @Nullable Metric answers;

    /** @param consumer closed with this */
    TaskConsumer(ShareConsumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        consumer.subscribe(List.of(topic));
    }

    /**
     * Polls for tasks. While the group has no coordinator, a poll returns at once: the pause keeps that from using a
     * whole processor.
     *
     * @return up to {@link #MOST} records, each to be settled by {@link #leases} before the next poll
     */
    ConsumerRecords<byte[], byte[]> poll() throws InterruptedException {
        Duration wait = pollTime();
        long begun = System.nanoTime();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
        expectedAnswers = answers() + 1;
        took = records.count();
        if (took > 0) {
            tookNanos = System.nanoTime();
        } else if (System.nanoTime() - begun < wait.toNanos() / 2) {
            Sleeper.SYSTEM.sleep(POLL);
        }
        return records;
    }

    /** For the records of the last poll. */
    Leases leases() {
        return new Leases(consumer);
    }

    /** Whether the broker has let it fetch: a new member of a share group has to wait for some seconds. */
    boolean isServed() {
        return answers() > 0;
    }

    /**
     * Whether it may hold tasks that nobody has polled, which would wait there for a slot though others are free
     * elsewhere: where an answer comes just when a poll begins, it sends one fetch more than polls.
     */
    boolean mayHoldMore() {
        return took == 0 || answers() > expectedAnswers;
    }

    /** To be asked while nobody polls, too: without a connection it uses a processor all the same. */
    boolean isCutOff() {
        // To look for a connection is to go through all metrics of the consumer.
        boolean justTook = System.nanoTime() - tookNanos < MOMENT.toNanos();
        if (justTook || !BrokerWait.cutOff(consumer)) {
            connectedNanos = System.nanoTime();
        }
        return System.nanoTime() - connectedNanos >= WITHOUT_CONNECTION.toNanos();
    }

    /** Gives back what was delivered and not settled. */
    void close(Duration timeout) {
        consumer.close(timeout);
    }

    private Duration pollTime() {
        long quiet = Duration.ofNanos(System.nanoTime() - tookNanos).toMillis() / POLLS_IN_REST;
        long wait = Math.max(POLL.toMillis(), Math.min(quiet, LONGEST_POLL.toMillis()));
        return took > 0 ? POLL_AFTER_TASKS : Duration.ofMillis(wait);
    }

    /** How many fetches and leases the broker has answered. Each poll asks, so the metric is looked for only once. */
    private long answers() {
        Metric count = answers;
        if (count == null) {
            count = consumer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("fetch-total"))
                    .findFirst()
                    .orElse(null);
            answers = count;
        }
        return count != null && count.metricValue() instanceof Double number ? number.longValue() : 0;
    }
}
