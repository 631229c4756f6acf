package dev.dashline.publisher.pool;

import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.publisher.publication.Failures;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What became of an order to publish. */
public sealed interface PublishOutcome {

    /** The end of the order; empty if it has to be tried again later. */
    Optional<End> end();

    /** The order is done with. */
    sealed interface End extends PublishOutcome {

        /** Applies the function for the kind that this is. */
        <T> T match(Function<Done, T> done, Function<Refused, T> refused);

        @Override
        default Optional<End> end() {
            return Optional.of(this);
        }
    }

    /**
     * The attempt is public.
     *
     * @param publishedAt after the last write was acknowledged; whether that was in time is for the arbiter to decide
     */
    record Done(Instant publishedAt) implements End {
        @Override
        public <T> T match(Function<Done, T> done, Function<Refused, T> refused) {
            return done.apply(this);
        }
    }

    /** The attempt is not public, as far as this publisher knows; what it had begun is to be withdrawn. */
    record Refused(Failure failure) implements End {

        /** The deadline of the order has passed. */
        public static Refused late(PublicationOrder order) {
            return new Refused(Failures.deadlineExceeded(Stage.PUBLISH, order.deadline()));
        }

        @Override
        public <T> T match(Function<Done, T> done, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    /** The store is away. Nothing is wrong with the attempt, and what was written of it may stay. */
    record Postponed() implements PublishOutcome {
        @Override
        public Optional<End> end() {
            return Optional.empty();
        }
    }
}
