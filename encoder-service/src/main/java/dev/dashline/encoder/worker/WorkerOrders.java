package dev.dashline.encoder.worker;

import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.StopTask;
import dev.dashline.events.WorkerOrder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the orders to this process. Safe for use by many threads if its parts are. */
final class WorkerOrders {

    private static final Logger log = LoggerFactory.getLogger(WorkerOrders.class);

    private final String worker;
    private final TaskGate gate;
    private final Consumer<TaskTry> cancel;

    /**
     * @param worker name of this process: orders for others are ignored
     * @param cancel cancels a task if it runs here; must not wait
     */
    WorkerOrders(String worker, TaskGate gate, Consumer<TaskTry> cancel) {
        this.worker = worker;
        this.gate = gate;
        this.cancel = cancel;
    }

    /** Carries out an order if it is for this process. */
    void heed(WorkerOrder order) {
        if (!order.getWorker().equals(worker)) {
            return;
        }
        if (order.getOrder() instanceof StopTask stop) {
            log.atInfo()
                    .addKeyValue("videoId", stop.getVideoId())
                    .addKeyValue("task", stop.getTaskId())
                    .addKeyValue("reason", stop.getReason())
                    .log("ordered to stop a task");
            cancel.accept(new TaskTry(stop.getVideoId(), stop.getAttempt(), stop.getTaskId(), stop.getEpoch()));
        } else {
            gate.heed(order);
        }
    }
}
