package dev.dashline.encoder.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;

/**
 * Waits for brokers that are away in place of the share consumers: those never rest while they have no connection, and take two
 * processors' whole time for each slot, which the brokers may need in order to come back. Safe for use by many threads.
 */
final class BrokerWait {

    private static final Duration ASK_FOR = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final String CONNECTIONS = "connection-count";

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
                .filter(metric -> metric.metricName().name().equals(CONNECTIONS))
                .map(Metric::metricValue)
                .anyMatch(value -> value instanceof Number count && count.intValue() == 0);
    }

    /** Returns when a broker answers, or when the caller has lost interest. One asks for all slots. */
    synchronized void awaitEnd(BooleanSupplier interested) throws InterruptedException {
        while (interested.getAsBoolean() && !brokersAnswer()) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
        }
    }

    private boolean brokersAnswer() throws InterruptedException {
        try {
            return answers(Admin.create(client));
        } catch (ExecutionException | KafkaException e) { // the latter if not even their names are known
            return false;
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException, ExecutionException {
        try {
            DescribeClusterOptions patience = new DescribeClusterOptions().timeoutMs((int) ASK_FOR.toMillis());
            return !admin.describeCluster(patience).nodes().get().isEmpty();
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
