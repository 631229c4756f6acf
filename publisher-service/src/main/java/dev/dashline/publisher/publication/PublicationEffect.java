package dev.dashline.publisher.publication;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.publisher.PublicationResult;

/** Something that has to be done because of a decision. */
public sealed interface PublicationEffect {

    /** Hands this effect to the method of {@code handler} that carries it out. */
    void handle(Handler handler);

    /** Carries effects out; one method for each kind, so that none can be overlooked. */
    interface Handler {

        /** Makes an attempt public. */
        void publish(PublicationOrder order);

        /** Ensures that nothing of an attempt is public. That it failed, or is unpublished, is committed. */
        void withdraw(WithdrawalOrder order);

        /** Removes what an attempt left behind. To do it again changes nothing. */
        void sweep(SweepOrder order);

        /**
         * Writes, in the transaction of the decision, what is to be withdrawn: the arbiter reads it once it is
         * committed.
         */
        void announceWithdrawal(PublicationResult event);

        /** Announces that an attempt was published. */
        void announcePublished(VideoPublished event);

        /** Announces that an attempt failed. */
        void announceFailed(VideoFailed event);

        /** Announces that an attempt is not public any more. */
        void announceUnpublished(VideoUnpublished event);
    }

    /** See {@link Handler#publish}. */
    record Publish(PublicationOrder order) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.publish(order);
        }
    }

    /** See {@link Handler#withdraw}. */
    record Withdraw(WithdrawalOrder order) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.withdraw(order);
        }
    }

    /** See {@link Handler#sweep}. */
    record Sweep(SweepOrder order) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.sweep(order);
        }
    }

    /** See {@link Handler#announceWithdrawal}. */
    record AnnounceWithdrawal(PublicationResult event) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.announceWithdrawal(event);
        }
    }

    /** See {@link Handler#announcePublished}. */
    record AnnouncePublished(VideoPublished event) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.announcePublished(event);
        }
    }

    /** See {@link Handler#announceFailed}. */
    record AnnounceFailed(VideoFailed event) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.announceFailed(event);
        }
    }

    /** See {@link Handler#announceUnpublished}. */
    record AnnounceUnpublished(VideoUnpublished event) implements PublicationEffect {
        @Override
        public void handle(Handler handler) {
            handler.announceUnpublished(event);
        }
    }
}
