package dev.dashline.encoder.job;

import dev.dashline.events.encoder.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds tries that no worker will finish: the broker dropped the record, or the worker that started it went silent. Not
 * thread-safe.
 */
final class LostTasks {

    private final JobDraft job;
    private final TaskRetries retries;
    private final TaskQueues queues;
    private final Instant listeningSince;

    /**
     * @param listeningSince since when results can be read without interruption; earlier results may not have been read
     *     yet
     */
    LostTasks(JobDraft job, TaskRetries retries, TaskQueues queues, Instant listeningSince) {
        this.job = job;
        this.retries = retries;
        this.queues = queues;
        this.listeningSince = listeningSince;
    }

    /**
     * Checks whether an issued task is still in its queue. The broker drops a record that it has delivered too often,
     * even if every worker that got it died before starting it.
     */
    void lookInQueue(TaskState task) {
        Duration queueing = job.policy().queueing();
        Instant earliest = listeningSince.plus(queueing);
        Optional<Long> queueEnd = task.getQueueEnd();
        if (earliest.isAfter(job.now())) {
            job.tasks().put(TaskTable.waiting(task, earliest));
        } else if (queueEnd.isEmpty()) {
            job.tasks()
                    .put(TaskTable.before(
                            task, queues.end(task.getTaskId()), job.now().plus(queueing)));
        } else if (queues.havePassed(task.getTaskId(), queueEnd.get())) {
            retries.lost(
                    task,
                    Optional.empty(),
                    "The broker delivered " + task.getTaskId() + " and no worker reported that it began it.");
        } else {
            Instant issuedAt = task.getIssuedAt().orElse(job.now());
            job.tasks().put(TaskTable.waiting(task, job.policy().nextLook(issuedAt, job.now())));
        }
    }

    /** Gives up a worker that has reported nothing about its task for too long. */
    void checkWorker(TaskState task) {
        Duration silence = job.policy().silence();
        Instant earliest = listeningSince.plus(silence);
        if (earliest.isAfter(job.now())) {
            job.tasks().put(TaskTable.waiting(task, earliest));
            return;
        }
        List<String> begunBy = task.getBegunBy();
        retries.lost(
                task,
                begunBy.isEmpty() ? Optional.empty() : Optional.of(begunBy.get(begunBy.size() - 1)),
                "The worker that ran " + task.getTaskId() + " reported nothing for " + silence + ".");
    }
}
