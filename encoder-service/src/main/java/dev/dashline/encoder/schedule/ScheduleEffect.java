package dev.dashline.encoder.schedule;

import java.time.Instant;

/** What the scheduler has to do after a decision. */
public sealed interface ScheduleEffect {

    /**
     * Hands a task to the workers.
     *
     * @param cell the cell whose workers get it, from 1
     * @param slots how many slots one more video can count on
     */
    record Release(TaskTry task, int cell, int slots) implements ScheduleEffect {}

    /**
     * Tells the coordinator that no worker runs a task that was released. The schedule has forgotten the task.
     *
     * @param reason what was seen, for a person
     * @param workerLost whether a worker may have been lost with it, rather than be slow to name it
     */
    record Lost(TaskTry task, String reason, boolean workerLost) implements ScheduleEffect {}

    /**
     * Tells the coordinator that a worker takes far longer for a task than predicted, while others have nothing to do.
     */
    record Slow(TaskTry task) implements ScheduleEffect {}

    /**
     * Orders a worker to stop a task.
     *
     * @param reason for a person
     */
    record Stop(String worker, TaskTry task, String reason) implements ScheduleEffect {}

    /**
     * Orders a worker to take no tasks for a while.
     *
     * @param reason what was seen, for a person
     * @param until when that ends; now if it is not to be aside any more
     */
    record PutAside(String worker, String reason, Instant until) implements ScheduleEffect {}
}
