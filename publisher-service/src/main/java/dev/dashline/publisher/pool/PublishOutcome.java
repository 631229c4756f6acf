package dev.dashline.publisher.pool;

import dev.dashline.events.Failure;
import java.time.Instant;
import java.util.function.Function;

/** What became of an order to publish. */
public sealed interface PublishOutcome {

    /** Applies the function for the kind that this is. */
    <T> T match(Function<Done, T> done, Function<Refused, T> refused);

    /**
     * The attempt is public.
     *
     * @param publishedAt after the last write was acknowledged; whether that was in time is for the arbiter to decide
     */
    record Done(Instant publishedAt) implements PublishOutcome {
        @Override
        public <T> T match(Function<Done, T> done, Function<Refused, T> refused) {
            return done.apply(this);
        }
    }

    /** The attempt is not public, as far as this publisher knows; what it had begun is to be withdrawn. */
    record Refused(Failure failure) implements PublishOutcome {
        @Override
        public <T> T match(Function<Done, T> done, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
