package dev.dashline.publisher;

import dev.dashline.publisher.pool.Publications;
import dev.dashline.publisher.publication.ExpectedPublication;
import dev.dashline.publisher.publication.Leftovers;
import dev.dashline.publisher.publication.Order;
import java.util.Optional;

/** Lets {@link EncodingForecast} hear what can be expected, too. */
record ForecastingPublications(Publications publications, EncodingForecast foresight) implements Publications {

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
    public void expect(String videoId, Optional<ExpectedPublication> outlook) {
        foresight.expect(videoId, outlook);
        publications.expect(videoId, outlook);
    }
}
