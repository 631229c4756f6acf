package dev.dashline.encoder.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.WorkerOrder;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process takes tasks: not once it stops, and not while it is ordered to take none. Safe for use by many
 * threads.
 */
final class TaskGate {

    private static final Logger log = LoggerFactory.getLogger(TaskGate.class);

    private final String worker;
    private final StopSignal stop;
    private final Runnable changed;

    @GuardedBy("this")
    private boolean drained;

    /**
     * @param worker name of this process: orders for others are ignored
     * @param changed called after each order, by the thread that brought it; it must not wait
     */
    TaskGate(String worker, StopSignal stop, Runnable changed) {
        this.worker = worker;
        this.stop = stop;
        this.changed = changed;
    }

    StopSignal stop() {
        return stop;
    }

    boolean isClosed() {
        return closedBecause().isPresent();
    }

    /** Why no task may be taken, for a person; empty if tasks may be taken. */
    synchronized Optional<String> closedBecause() {
        if (stop.isStopping()) {
            return Optional.of("draining: the process was asked to stop");
        }
        return drained ? Optional.of("draining: ordered to take no tasks") : Optional.empty();
    }

    /** Heeds an order if it is for this process. */
    void heed(WorkerOrder order) {
        if (!order.getWorker().equals(worker)) {
            return;
        }
        apply(order.getOrder());
        log.atInfo()
                .addKeyValue("order", order.getOrder())
                .addKeyValue("takesNoTasks", closedBecause().orElse(""))
                .log("order heeded");
        changed.run();
    }

    private synchronized void apply(Object order) {
        if (order instanceof DrainWorker) {
            drained = true;
        } else if (order instanceof ResumeWorker) {
            drained = false;
        } else {
            throw new IllegalArgumentException("unknown order: " + order);
        }
    }
}
