package dev.dashline.publisher;

import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PublicationOrders;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Notes orders and expectations, and carries none out. */
final class OrdersTaken implements PublicationOrders, ExpectationListener {

    final List<String> orders = new ArrayList<>();
    final List<WithdrawalOrder> withdrawals = new ArrayList<>();
    final List<SweepOrder> sweeps = new ArrayList<>();
    final List<String> restored = new ArrayList<>();
    final Map<String, ExpectedPublication> expected = new TreeMap<>();

    @Override
    public void publish(PublicationOrder order) {
        orders.add("publish " + order.videoId() + "/" + order.attempt());
    }

    @Override
    public void withdraw(WithdrawalOrder order) {
        orders.add("withdraw " + order.videoId() + "/" + order.attempt());
        withdrawals.add(order);
    }

    @Override
    public void sweep(SweepOrder left) {
        sweeps.add(left);
    }

    @Override
    public void expect(String videoId, Optional<ExpectedPublication> publication) {
        expected.remove(videoId);
        publication.ifPresent(each -> expected.put(videoId, each));
    }

    @Override
    public void restore(String videoId, ExpectedPublication publication) {
        restored.add(videoId);
        expected.put(videoId, publication);
    }
}
