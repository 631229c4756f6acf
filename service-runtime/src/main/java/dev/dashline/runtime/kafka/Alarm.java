package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Goes off once at a set time: one wall-clock punctuation of a stream task. {@link Alarms} tells its time to the stream
 * thread, whose poll ends for it. For use by the thread of that task.
 */
final class Alarm {

    private final ProcessorContext<?, ?> context;
    private final Alarms alarms;
    private final Runnable ring;
    private Cancellable punctuation = () -> {};

    /** @param ring is called when the alarm goes off, which by then is no longer set */
    Alarm(ProcessorContext<?, ?> context, Runnable ring) {
        this.context = context;
        this.alarms = Alarms.of(context);
        this.ring = ring;
    }

    /** Goes off at this time, and no longer at the one that was set before. */
    void set(Instant due) {
        punctuation.cancel();
        long wait = Math.max(1, due.toEpochMilli() - context.currentSystemTimeMs());
        punctuation = context.schedule(Duration.ofMillis(wait), PunctuationType.WALL_CLOCK_TIME, now -> {
            clear();
            ring.run();
        });
        alarms.set(this, due);
    }

    void clear() {
        punctuation.cancel();
        alarms.clear(this);
    }
}
