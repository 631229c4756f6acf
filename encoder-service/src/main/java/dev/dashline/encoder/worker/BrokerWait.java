package dev.dashline.encoder.worker;

import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;

/**
 * Waits for brokers that are away, in place of the share consumers: a share consumer without a connection retries
 * without a pause and keeps two processors busy, which the brokers may need in order to come back. Safe for use by many
 * threads.
 */
final class BrokerWait {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(1));
    private static final String CONNECTION_COUNT = "connection-count";

    private final Map<String, Object> client;

    /**
     * @param client how an admin client is configured
     */
    BrokerWait(Map<String, Object> client) {
        this.client = client;
    }

    /** Whether a consumer has no connection to any broker. */
    static boolean cutOff(ShareConsumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(CONNECTION_COUNT))
                .map(Metric::metricValue)
                .anyMatch(value -> value instanceof Number count && count.intValue() == 0);
    }

    /** Returns when a broker answers or {@code interested} is false. One thread asks on behalf of all that wait. */
    synchronized void awaitEnd(BooleanSupplier interested) throws InterruptedException {
        for (int failed = 1; interested.getAsBoolean() && !brokersAnswer(); failed++) {
            Sleeper.SYSTEM.sleep(BACKOFF.after(failed));
        }
    }

    private boolean brokersAnswer() throws InterruptedException {
        try {
            return answers(Admin.create(client));
        } catch (ExecutionException | KafkaException e) { // KafkaException if no broker's name resolves
            return false;
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException, ExecutionException {
        try {
            DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) REQUEST_TIMEOUT.toMillis());
            return !admin.describeCluster(options).nodes().get().isEmpty();
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
