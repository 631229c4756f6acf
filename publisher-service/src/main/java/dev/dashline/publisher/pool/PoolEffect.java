package dev.dashline.publisher.pool;

import dev.dashline.publisher.forecast.PublisherForecast;
import dev.dashline.publisher.publication.PublicationOrder;
import java.util.Optional;

/** Something that has to be done because of a decision of the pool. Publishers are named by the pool's numbers. */
sealed interface PoolEffect {

    /** Hands this effect to the method of {@code handler} that carries it out. */
    void handle(Handler handler);

    /**
     * Carries effects out; one method for each kind, so that none can be overlooked. None may block or call the pool.
     */
    interface Handler {

        /** Makes a publisher and starts it. The pool waits for its result. */
        void start(long publisher);

        /** Lets a publisher that is warm carry an order out. The pool waits for its result. */
        void assign(long publisher, PublicationOrder order);

        /** Interrupts a publisher that is starting or publishing. */
        void interrupt(long publisher);

        /** Closes a publisher that is not at work, for good. */
        void close(long publisher);

        /** Passes on what became of an order. */
        void answer(PublicationOrder order, PublishOutcome.End outcome);

        /** Tells the operator that a publisher is cut off because it did not start in time. */
        void reportStartTimeout();

        /** Tells the operator that a publisher is cut off because it did not publish in time. */
        void reportPublishTimeout(PublicationOrder.Id order);

        /** Tells the operator that an attempt will be late for want of a publisher. */
        void reportPredictedLate(PublisherForecast.Need need);
    }

    /** See {@link Handler#start}. */
    record Start(long publisher) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            handler.start(publisher);
        }
    }

    /** See {@link Handler#assign}. */
    record Assign(long publisher, PublicationOrder order) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            handler.assign(publisher, order);
        }
    }

    /** See {@link Handler#interrupt}. */
    record Interrupt(long publisher) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            handler.interrupt(publisher);
        }
    }

    /** See {@link Handler#close}. */
    record Close(long publisher) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            handler.close(publisher);
        }
    }

    /** See {@link Handler#answer}. */
    record Answer(PublicationOrder order, PublishOutcome.End outcome) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            handler.answer(order, outcome);
        }
    }

    /**
     * See {@link Handler#reportStartTimeout} and {@link Handler#reportPublishTimeout}.
     *
     * @param order what it was to publish; empty if it was starting
     */
    record ReportTimeout(Optional<PublicationOrder.Id> order) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            order.ifPresentOrElse(handler::reportPublishTimeout, handler::reportStartTimeout);
        }
    }

    /** See {@link Handler#reportPredictedLate}. */
    record ReportPredictedLate(PublisherForecast.Need need) implements PoolEffect {
        @Override
        public void handle(Handler handler) {
            handler.reportPredictedLate(need);
        }
    }
}
