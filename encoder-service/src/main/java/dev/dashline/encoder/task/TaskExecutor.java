package dev.dashline.encoder.task;

import dev.dashline.events.encoder.EncoderTask;

/** Does one kind of task, or all. Implementations are safe for use by many threads, each with its own task. */
public interface TaskExecutor {

    /**
     * Does a task.
     *
     * @throws InterruptedException if the thread was interrupted, which is how a task is cancelled; by then its
     *     processes have ended and its temporary files are gone, within 2 s
     */
    TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException;
}
