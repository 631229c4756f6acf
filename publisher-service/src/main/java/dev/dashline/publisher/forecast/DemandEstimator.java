package dev.dashline.publisher.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the rate of arrivals and the start-up time of publishers from what was seen of late, and from a prior until
 * enough was seen. Not thread-safe.
 */
public final class DemandEstimator {

    private static final int STARTS = 64;
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final Prior prior;
    private final Deque<Duration> starts = new ArrayDeque<>();
    private final Deque<Instant> arrivals = new ArrayDeque<>();
    private @Nullable Instant firstArrival;

    /**
     * What to expect before anything was seen.
     *
     * @param arrivalsPerSecond how often videos are requested, 0 if that is not known
     * @param startUp how long a publisher takes to start, on the safe side
     */
    public record Prior(double arrivalsPerSecond, Duration startUp) {}

    public DemandEstimator(Prior prior) {
        this.prior = prior;
    }

    /** A publisher took so long to start. */
    public void started(Duration took) {
        starts.addLast(took);
        if (starts.size() > STARTS) {
            starts.removeFirst();
        }
    }

    /** A video was requested. */
    public void arrived(Instant now) {
        arrivals.addLast(now);
        forgetBefore(now.minus(WINDOW));
        if (firstArrival == null) {
            firstArrival = now;
        }
    }

    /** The longest of the last starts; never less than the prior until half of the window is filled. */
    public Duration startUp() {
        Duration longest = starts.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        boolean enough = starts.size() >= STARTS / 2;
        return enough || longest.compareTo(prior.startUp()) > 0 ? longest : prior.startUp();
    }

    /** The rate over the last 30 s; never less than the prior until 30 s after the first arrival. */
    public double arrivalsPerSecond(Instant now) {
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
