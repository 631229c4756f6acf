package dev.dashline.encoder.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.PutWorkerAside;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.WorkerOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process takes tasks: not once it stops, and not while it is ordered to take none. Safe for use by many
 * threads.
 */
final class TaskGate {

    private static final Logger log = LoggerFactory.getLogger(TaskGate.class);

    private final StopSignal stop;
    private final Clock clock;
    private final Runnable changed;

    @GuardedBy("this")
    private boolean drained;

    @GuardedBy("this")
    private Optional<Aside> aside = Optional.empty();

    /**
     * Why no task may be taken.
     *
     * @param because for a person
     * @param asideUntil until when the process is put aside; empty if that is not why
     */
    record Closed(String because, Optional<Instant> asideUntil) {}

    /**
     * The process is put aside.
     *
     * @param until as the scheduler's clock has it
     * @param end as the clock of this process has it
     */
    private record Aside(Instant until, Instant end, String reason) {}

    /**
     * @param changed called after each order, by the thread that brought it; it must not wait
     */
    TaskGate(StopSignal stop, Clock clock, Runnable changed) {
        this.stop = stop;
        this.clock = clock;
        this.changed = changed;
    }

    StopSignal stop() {
        return stop;
    }

    boolean isClosed() {
        return closed().isPresent();
    }

    /** Why no task may be taken; empty if tasks may be taken. */
    synchronized Optional<Closed> closed() {
        if (stop.isStopping()) {
            return Optional.of(new Closed("draining: the process was asked to stop", Optional.empty()));
        }
        if (drained) {
            return Optional.of(new Closed("draining: ordered to take no tasks", Optional.empty()));
        }
        return aside.filter(now -> clock.instant().isBefore(now.end()))
                .map(now -> new Closed(
                        "put aside until " + now.until().truncatedTo(ChronoUnit.SECONDS) + ": " + now.reason(),
                        Optional.of(now.until())));
    }

    /** Heeds an order to this process, to take no tasks or to take some again. */
    void heed(WorkerOrder order) {
        apply(order);
        log.atInfo()
                .addKeyValue("order", order.getOrder())
                .addKeyValue("takesNoTasks", closed().map(Closed::because).orElse(""))
                .log("order heeded");
        changed.run();
    }

    private synchronized void apply(WorkerOrder order) {
        Object what = order.getOrder();
        if (what instanceof DrainWorker) {
            drained = true;
        } else if (what instanceof ResumeWorker) {
            drained = false;
            aside = Optional.empty();
        } else if (what instanceof PutWorkerAside put) {
            Duration time = Duration.between(order.getAt(), put.getUntil()); // The clocks may differ.
            aside = Optional.of(new Aside(put.getUntil(), clock.instant().plus(time), put.getReason()));
        } else {
            throw new IllegalArgumentException("unknown order: " + what);
        }
    }
}
