package dev.dashline.publisher.publication;

import dev.dashline.events.publisher.PublicationState;
import java.util.List;
import java.util.Optional;

/**
 * What the state machine makes of an input.
 *
 * @param state the video's state from now on; empty: forget the video
 * @param effects what is to be done, in this order
 */
public record PublicationDecision(Optional<PublicationState> state, List<PublicationEffect> effects) {

    public PublicationDecision {
        effects = List.copyOf(effects);
    }

    static PublicationDecision nothing(Optional<PublicationState> state) {
        return new PublicationDecision(state, List.of());
    }
}
