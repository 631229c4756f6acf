package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who will be late for want of a publisher. An optimistic reckoning, so that what it says is doomed is: every video is taken to be encoded
 * by now, and the most urgent to get the publisher that is ready first.
 */
final class Forecast {

    private Forecast() {}

    /** A video that needs a publisher before a moment. */
    record Need(Order.Id id, Instant deadline) {}

    /**
     * The needs that cannot be met.
     *
     * @param ready when publishers that exist will be ready, each for one video
     * @param another when any further one would be
     */
    static List<Need> unmet(List<Need> needs, List<Instant> ready, Instant another) {
        List<Instant> supply = ready.stream().sorted().toList();
        List<Need> unmet = new ArrayList<>();
        int taken = 0;
        for (Need need :
                needs.stream().sorted(Comparator.comparing(Need::deadline)).toList()) {
            Instant available = taken < supply.size() ? supply.get(taken) : another;
            if (available.isBefore(need.deadline())) {
                taken++;
            } else {
                unmet.add(need);
            }
        }
        return unmet;
    }
}
