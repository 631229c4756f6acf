package dev.dashline.encoder.worker;

import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.StopTask;
import dev.dashline.events.WorkerOrder;
import java.util.function.Consumer;

/** Carries out the orders to this process. Safe for use by many threads if its parts are. */
final class WorkerOrders {

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
            cancel.accept(new TaskTry(stop.getVideoId(), stop.getAttempt(), stop.getTaskId(), stop.getEpoch()));
        } else {
            gate.heed(order);
        }
    }
}
