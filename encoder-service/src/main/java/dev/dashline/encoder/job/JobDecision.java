package dev.dashline.encoder.job;

import dev.dashline.events.encoder.EncodingJobState;
import java.util.List;

/**
 * What followed from an event.
 *
 * @param state what to remember from now on
 * @param effects what to do, in order
 */
public record JobDecision(EncodingJobState state, List<JobEffect> effects) {

    public JobDecision {
        effects = List.copyOf(effects);
    }

    static JobDecision nothing(EncodingJobState state) {
        return new JobDecision(state, List.of());
    }
}
