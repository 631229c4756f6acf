package dev.dashline.publisher.pool;

import dev.dashline.events.Failure;
import java.time.Instant;

/** What became of an order. */
public sealed interface PublishOutcome {

    /**
     * It is public.
     *
     * @param publishedAt after the last write was acknowledged; whether that was in time is not the publisher's to say
     */
    record Done(Instant publishedAt) implements PublishOutcome {}

    /** It is not, as far as this publisher knows. What it had begun is to be withdrawn. */
    record Refused(Failure failure) implements PublishOutcome {}
}
