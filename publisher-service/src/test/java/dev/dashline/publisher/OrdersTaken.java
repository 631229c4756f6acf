package dev.dashline.publisher;

import dev.dashline.publisher.pool.Publications;
import dev.dashline.publisher.publication.ExpectedPublication;
import dev.dashline.publisher.publication.Leftovers;
import dev.dashline.publisher.publication.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes orders down and carries none out. */
final class OrdersTaken implements Publications {

    final List<String> orders = new ArrayList<>();
    final List<Leftovers> sweeps = new ArrayList<>();
    final Map<String, ExpectedPublication> outlooks = new TreeMap<>();

    @Override
    public void publish(Order order) {
        orders.add("publish " + order.videoId() + "/" + order.attempt());
    }

    @Override
    public void withdraw(Order order) {
        orders.add("withdraw " + order.videoId() + "/" + order.attempt());
    }

    @Override
    public void sweep(Leftovers left) {
        sweeps.add(left);
    }

    @Override
    public void expect(String videoId, Optional<ExpectedPublication> outlook) {
        outlooks.remove(videoId);
        outlook.ifPresent(expected -> outlooks.put(videoId, expected));
    }
}
