package dev.dashline.runtime.threads;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts what threads throw, and keeps the first failure that the service cannot recover from. Safe for use by
 * any thread.
 */
final class ThreadFailures {

    private static final Logger log = LoggerFactory.getLogger(ThreadFailures.class);
    private static final Pattern NUMBER = Pattern.compile("-\\d+$");

    private final MeterRegistry meters;
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    ThreadFailures(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Registers the counter of a thread's failures at 0, so that it is visible before the first failure. */
    void declare(String thread) {
        counter(thread);
    }

    /**
     * Reports a failure after which the thread continues or is replaced. If it is an error that nothing recovers from,
     * it is fatal.
     */
    void failed(String thread, Throwable failure) {
        if (isFatal(failure)) {
            fatal(thread, failure);
        } else {
            counter(thread).increment();
            log.atError().addKeyValue("thread", thread).setCause(failure).log("thread failed, trying again");
        }
    }

    /** Reports a failure that ends the process. */
    void fatal(String thread, Throwable failure) {
        fatal.compareAndSet(null, failure);
        counter(thread).increment();
        log.atError().addKeyValue("thread", thread).setCause(failure).log("thread failed for good");
    }

    Optional<Throwable> fatalError() {
        return Optional.ofNullable(fatal.get());
    }

    /** After an error of the JVM itself, no state in it can be trusted. */
    static boolean isFatal(Throwable failure) {
        return failure instanceof VirtualMachineError || failure instanceof LinkageError;
    }

    /**
     * Threads whose names differ only in a number share a counter, so that the number of threads does not multiply
     * meters.
     */
    private Counter counter(String thread) {
        return Counter.builder("dashline.thread.failures")
                .description("Failures that a thread of the service did not handle itself")
                .tag("thread", NUMBER.matcher(thread).replaceFirst(""))
                .register(meters);
    }
}
