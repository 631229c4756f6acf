package dev.dashline.systemtests.deploy;

import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.pool.PublisherKind;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;

/** Publishers that throw when they should publish, while a test wants that. */
final class BreakablePublishers implements PublisherKind {

    private final PublisherKind sound;
    private volatile boolean broken;

    BreakablePublishers(PublisherKind sound) {
        this.sound = sound;
    }

    void broken(boolean now) {
        broken = now;
    }

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public Publisher create() {
        Publisher publisher = sound.create();
        return new Publisher() {
            @Override
            public void start() throws InterruptedException {
                publisher.start();
            }

            @Override
            public PublishOutcome publish(PublicationOrder order) throws InterruptedException {
                if (broken) {
                    throw new IllegalStateException("broken by a test");
                }
                return publisher.publish(order);
            }

            @Override
            public void close() {
                publisher.close();
            }
        };
    }

    @Override
    public boolean reusable() {
        return sound.reusable();
    }

    @Override
    public void withdraw(WithdrawalOrder order) throws InterruptedException {
        sound.withdraw(order);
    }
}
