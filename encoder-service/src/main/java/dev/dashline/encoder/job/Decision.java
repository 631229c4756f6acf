package dev.dashline.encoder.job;

import dev.dashline.events.encoder.EncodingJobState;
import java.util.List;

/**
 * What followed from an event.
 *
 * @param state what to remember from now on
 * @param effects what to do, in order
 */
public record Decision(EncodingJobState state, List<Effect> effects) {

    public Decision {
        effects = List.copyOf(effects);
    }

    static Decision nothing(EncodingJobState state) {
        return new Decision(state, List.of());
    }
}
