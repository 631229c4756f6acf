package dev.dashline.publisher.publication;

import dev.dashline.events.publisher.PublicationState;
import java.time.Instant;
import java.util.Optional;

/**
 * A video that will need a publisher, unless it fails.
 *
 * @param encodingStartedAt empty if it still waits for an encoder
 * @param deadline what its publication has to come before; empty if nothing, or nothing yet
 */
public record ExpectedPublication(int attempt, Optional<Instant> encodingStartedAt, Optional<Instant> deadline) {

    /** What a state lets expect; empty if it needs no publisher, or has been promised one by an order. */
    public static Optional<ExpectedPublication> of(PublicationState state) {
        return switch (state.getPhase()) {
            case REQUESTED, ENCODING ->
                Optional.of(new ExpectedPublication(
                        state.getAttempt(), state.getEncodingStartedAt(), Deadlines.deadline(state)));
            case UNREQUESTED, PUBLISHING, PUBLISHED, FAILED -> Optional.empty();
        };
    }
}
