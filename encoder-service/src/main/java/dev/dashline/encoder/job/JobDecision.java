package dev.dashline.encoder.job;

import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobProgress;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.schemas.storage.Timeline;
import java.util.List;
import java.util.Optional;

/**
 * What follows from one event.
 *
 * @param state the new state of the job; if it is of another attempt than before, or has ended, all details are
 *     forgotten, and then changed
 * @param changes the details that change
 * @param effects what to write, in order
 * @param timeline what ran where, if the attempt has ended with this decision
 */
public record JobDecision(
        EncodingJobState state, Changes changes, List<JobEffect> effects, Optional<Timeline> timeline) {

    /**
     * Details that change; the others stay as they are.
     *
     * @param tasks new states of tasks
     * @param progress the new progress
     * @param failure another failed try; then {@code progress} counts it
     */
    public record Changes(List<TaskState> tasks, Optional<JobProgress> progress, Optional<TaskFailure> failure) {

        static final Changes NONE = new Changes(List.of(), Optional.empty(), Optional.empty());

        public Changes {
            tasks = List.copyOf(tasks);
        }
    }

    public JobDecision {
        effects = List.copyOf(effects);
    }

    /** Whether it leaves everything as it was before. */
    public boolean isNothing(EncodingJobState before) {
        return equals(nothing(before));
    }

    static JobDecision nothing(EncodingJobState state) {
        return new JobDecision(state, Changes.NONE, List.of(), Optional.empty());
    }
}
