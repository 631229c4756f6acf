package dev.dashline.media.ffmpeg;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Adds up for how long the programs that one thread starts keep processors busy. It belongs to the thread, so that
 * whoever pays for a task need not be known where programs are started. Close it on the thread that opened it.
 */
public final class ProcessorMeter implements AutoCloseable {

    private static final ThreadLocal<@Nullable ProcessorMeter> OF_THREAD = new ThreadLocal<>();

    private final @Nullable ProcessorMeter before = OF_THREAD.get();
    private final AtomicLong nanos = new AtomicLong();

    private ProcessorMeter() {}

    /** Measures what this thread starts from now on, instead of a meter that is open already. */
    public static ProcessorMeter open() {
        ProcessorMeter meter = new ProcessorMeter();
        OF_THREAD.set(meter);
        return meter;
    }

    /** That of this thread; one that nobody reads if there is none. */
    static ProcessorMeter ofThread() {
        ProcessorMeter meter = OF_THREAD.get();
        return meter == null ? new ProcessorMeter() : meter;
    }

    /** A program has ended. For any thread. */
    void add(Duration busy) {
        nanos.addAndGet(busy.toNanos());
    }

    /**
     * Processor time, in user and kernel mode on all processors, of the programs that have ended. A little less than
     * the truth: what a program does after its last word is not seen.
     */
    public Duration total() {
        return Duration.ofNanos(nanos.get());
    }

    @Override
    public void close() {
        if (before == null) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(before);
        }
    }
}
