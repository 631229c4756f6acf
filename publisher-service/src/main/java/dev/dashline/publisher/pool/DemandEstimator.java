package dev.dashline.publisher.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a pool has learnt about arrivals and start-up times, and until then what it was told to expect. Not thread-safe.
 */
final class DemandEstimator {

    private static final int STARTS = 64;
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final PoolSettings.Prior prior;
    private final Deque<Duration> starts = new ArrayDeque<>();
    private final Deque<Instant> arrivals = new ArrayDeque<>();
    private @Nullable Instant firstArrival;

    DemandEstimator(PoolSettings.Prior prior) {
        this.prior = prior;
    }

    void started(Duration took) {
        starts.addLast(took);
        if (starts.size() > STARTS) {
            starts.removeFirst();
        }
    }

    void arrived(Instant now) {
        arrivals.addLast(now);
        forgetBefore(now.minus(WINDOW));
        if (firstArrival == null) {
            firstArrival = now;
        }
    }

    /** The longest start of late: what has to be reckoned with; never less than expected until enough were seen. */
    Duration startUp() {
        Duration longest = starts.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        boolean enough = starts.size() >= STARTS / 2;
        return enough || longest.compareTo(prior.startUp()) > 0 ? longest : prior.startUp();
    }

    /** The rate over the last half minute. What was expected holds until something arrives, and for a window's time after that. */
    double arrivalsPerSecond(Instant now) {
        Instant from = now.minus(WINDOW);
        forgetBefore(from);
        double seen = arrivals.size() * 1000.0 / WINDOW.toMillis();
        boolean learnt = firstArrival != null && firstArrival.isBefore(from);
        return learnt ? seen : Math.max(seen, prior.arrivalsPerSecond());
    }

    private void forgetBefore(Instant from) {
        while (!arrivals.isEmpty() && arrivals.getFirst().isBefore(from)) {
            arrivals.removeFirst();
        }
    }
}
