package dev.dashline.publisher.forecast;

import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.publication.Deadlines;
import java.time.Instant;
import java.util.Optional;

/**
 * A video that will need a publisher, unless it fails.
 *
 * @param encodingStartedAt empty if it still waits for an encoder
 * @param deadline before which it must be published; empty if there is no deadline, or its clock has not started
 */
public record ExpectedPublication(int attempt, Optional<Instant> encodingStartedAt, Optional<Instant> deadline) {

    /** What a state lets expect; empty if it needs no publisher, or an order has gone to the pool already. */
    public static Optional<ExpectedPublication> of(PublicationState state) {
        return switch (state.getPhase()) {
            case REQUESTED, ENCODING ->
                Optional.of(new ExpectedPublication(
                        state.getAttempt(), state.getEncodingStartedAt(), Deadlines.deadline(state)));
            case UNREQUESTED, PUBLISHING, PUBLISHED, FAILED -> Optional.empty();
        };
    }
}
