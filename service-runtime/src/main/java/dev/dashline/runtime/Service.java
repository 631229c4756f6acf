package dev.dashline.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * A service. {@code main} runs one alone in a process; the embedded stack runs several in one process.
 *
 * <p>{@link #start()} is called once, then {@link #close()} once, from any thread. All other methods may be called at
 * any time from any thread.
 */
public interface Service extends AutoCloseable {

    /** The service's name, as in {@code encoder-service}. */
    String name();

    /** Starts work and returns without waiting until it is ready. */
    void start();

    /** Empty if the service can do its work now; otherwise why it cannot, in a few words. */
    Optional<String> notReadyBecause();

    /** Empty if the service is sound; otherwise the fault that it cannot recover from, so that its process must end. */
    Optional<Throwable> fatalError();

    /** All meters of the service in Prometheus' text format 0.0.4; empty if it has none. */
    default String scrape() {
        return "";
    }

    /** How long {@link #close} may take before the process has to be ended by force. */
    default Duration closeWithin() {
        return Duration.ofSeconds(60);
    }

    /** Stops gracefully: finishes or hands back current work, leaves its Kafka groups, frees everything. Idempotent. */
    @Override
    void close();
}
