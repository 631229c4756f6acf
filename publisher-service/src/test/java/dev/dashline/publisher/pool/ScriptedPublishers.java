package dev.dashline.publisher.pool;

import dev.dashline.publisher.Videos;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import java.util.ArrayList;
import java.util.List;

/** Publishers that a test controls, on the test's thread: see {@link Steps}. */
final class ScriptedPublishers implements PublisherKind {

    final List<Scripted> made = new ArrayList<>();
    final List<String> withdrawn = new ArrayList<>();
    int failingWithdrawals;
    boolean allBreak;

    private final boolean reusable;

    ScriptedPublishers(boolean reusable) {
        this.reusable = reusable;
    }

    /** One publisher; the test sets what its next call does. */
    static final class Scripted implements Publisher {
        boolean failsToStart;
        boolean breaks;
        PublishOutcome outcome = new PublishOutcome.Done(Videos.T0);
        boolean closed;
        final List<String> published = new ArrayList<>();

        @Override
        public void start() {
            if (failsToStart) {
                throw new IllegalStateException("scripted");
            }
        }

        @Override
        public PublishOutcome publish(PublicationOrder order) {
            published.add(order.videoId());
            if (breaks) {
                throw new IllegalStateException("scripted");
            }
            return outcome;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Publisher create() {
        Scripted publisher = new Scripted();
        publisher.breaks = allBreak;
        made.add(publisher);
        return publisher;
    }

    @Override
    public boolean reusable() {
        return reusable;
    }

    @Override
    public void withdraw(WithdrawalOrder order) {
        if (failingWithdrawals-- > 0) {
            throw new IllegalStateException("scripted");
        }
        withdrawn.add(order.videoId());
    }
}
