package dev.dashline.publisher;

import dev.dashline.publisher.pool.Publications;
import dev.dashline.publisher.publication.Leftovers;
import dev.dashline.publisher.publication.Order;
import dev.dashline.publisher.publication.Outlook;
import java.util.Optional;

/** Lets {@link Foresight} hear what can be expected, too. */
record ForeseeingPublications(Publications publications, Foresight foresight) implements Publications {

    @Override
    public void publish(Order order) {
        publications.publish(order);
    }

    @Override
    public void withdraw(Order order) {
        publications.withdraw(order);
    }

    @Override
    public void sweep(Leftovers leftovers) {
        publications.sweep(leftovers);
    }

    @Override
    public void expect(String videoId, Optional<Outlook> outlook) {
        foresight.expect(videoId, outlook);
        publications.expect(videoId, outlook);
    }
}
