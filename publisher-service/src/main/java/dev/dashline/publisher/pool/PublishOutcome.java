package dev.dashline.publisher.pool;

import dev.dashline.events.Failure;
import java.time.Instant;

/** What became of an order. */
public sealed interface PublishOutcome {

    /**
     * It is public.
     *
     * @param publishedAt after the last write was acknowledged
     */
    record Done(Instant publishedAt) implements PublishOutcome {}

    /** It is not, and the publisher has taken back what it had begun, as far as it could. */
    record Refused(Failure failure) implements PublishOutcome {}
}
