package dev.dashline.encoder.job;

import dev.dashline.events.encoder.EncodingJobState;
import java.util.List;

/**
 * What follows from one event.
 *
 * @param state the new state of the job
 * @param effects what to write, in order
 */
public record JobDecision(EncodingJobState state, List<JobEffect> effects) {

    public JobDecision {
        effects = List.copyOf(effects);
    }

    static JobDecision nothing(EncodingJobState state) {
        return new JobDecision(state, List.of());
    }
}
