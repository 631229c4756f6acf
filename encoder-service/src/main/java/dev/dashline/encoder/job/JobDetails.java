package dev.dashline.encoder.job;

import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobProgress;
import dev.dashline.events.encoder.TaskState;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of an attempt beside its {@link EncodingJobState}. A decision looks up what it needs, which is
 * all tasks only at the end. The same until the decision is stored.
 */
public interface JobDetails {

    /** How many failed tries are remembered, the latest ones. */
    int REMEMBERED_FAILURES = 20;

    /** A task, if more has happened to it than that it was put into the queue. */
    Optional<TaskState> task(String taskId);

    /** All such tasks. */
    List<TaskState> tasks();

    JobProgress progress();

    /** The failed tries of all tasks, oldest first; the last {@value #REMEMBERED_FAILURES} at most. */
    List<TaskFailure> failures();
}
