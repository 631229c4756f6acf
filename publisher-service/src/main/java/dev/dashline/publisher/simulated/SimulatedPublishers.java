package dev.dashline.publisher.simulated;

import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.pool.PublisherKind;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishers as broadcasters have them: slow to start, quick to publish, used for one video. What they publish is
 * a name in memory.
 */
public final class SimulatedPublishers implements PublisherKind {

    private final Duration quickestStart;
    private final Duration slowestStart;
    private final Duration publishing;
    private final Clock clock;
    private final Random random;
    private final Set<PublicationOrder.Id> visible = ConcurrentHashMap.newKeySet();

    /**
     * @param quickestStart start-up times are uniformly distributed from this
     * @param slowestStart to this
     * @param publishing how long publishing takes
     * @param seed of the start-up times, in the order in which publishers are made
     */
    public SimulatedPublishers(
            Duration quickestStart, Duration slowestStart, Duration publishing, Clock clock, long seed) {
        if (quickestStart.isNegative() || quickestStart.compareTo(slowestStart) > 0) {
            throw new IllegalArgumentException("start-up from " + quickestStart + " to " + slowestStart);
        }
        this.quickestStart = quickestStart;
        this.slowestStart = slowestStart;
        this.publishing = publishing;
        this.clock = clock;
        this.random = new Random(seed);
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public Publisher create() {
        return new Simulated(nextStartUp());
    }

    @Override
    public boolean reusable() {
        return false;
    }

    @Override
    public void withdraw(WithdrawalOrder order) {
        visible.remove(order.id());
    }

    /** Whether an attempt is public now. */
    public boolean isPublic(String videoId, int attempt) {
        return visible.contains(new PublicationOrder.Id(videoId, attempt));
    }

    /** How many attempts are public now. */
    public int publicCount() {
        return visible.size();
    }

    private synchronized Duration nextStartUp() {
        long spread = slowestStart.minus(quickestStart).toMillis();
        return quickestStart.plusMillis((long) (random.nextDouble() * spread));
    }

    private final class Simulated implements Publisher {

        private final Duration startUp;

        Simulated(Duration startUp) {
            this.startUp = startUp;
        }

        @Override
        public void start() throws InterruptedException {
            Thread.sleep(startUp.toMillis());
        }

        @Override
        public PublishOutcome publish(PublicationOrder order) throws InterruptedException {
            Thread.sleep(publishing.toMillis());
            Instant now = clock.instant();
            if (order.isLate(now)) {
                return PublishOutcome.Refused.late(order);
            }
            visible.add(order.id());
            return new PublishOutcome.Done(now);
        }

        @Override
        public void close() {
            // Nothing to free.
        }
    }
}
