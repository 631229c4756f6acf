package dev.dashline.publisher.publication;

import dev.dashline.events.publisher.PublicationState;
import java.util.List;
import java.util.Optional;

/**
 * What the state machine decides on an input.
 *
 * @param state the video's state from now on; empty to forget the video
 * @param effects to be carried out in this order
 */
public record PublicationDecision(Optional<PublicationState> state, List<PublicationEffect> effects) {

    public PublicationDecision {
        effects = List.copyOf(effects);
    }

    static PublicationDecision noEffects(Optional<PublicationState> state) {
        return new PublicationDecision(state, List.of());
    }
}
