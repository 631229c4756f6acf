package dev.dashline.cli.simulation;

import dev.dashline.cli.feed.Rate;
import dev.dashline.publisher.pool.PoolStrategy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is simulated.
 *
 * @param encoders how many videos are encoded at a time
 * @param rate how many requests come at most
 * @param startUp how long publishers take to start
 * @param strategy when they are started
 * @param seed of start-up times
 */
public record SimulationSettings(int encoders, Rate rate, StartUp startUp, PoolStrategy strategy, long seed) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(30);

    /** A time that is uniformly distributed from {@code quickest} to {@code slowest}. */
    public record StartUp(Duration quickest, Duration slowest) {}

    /** How the services are configured for this. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SOURCE_ROOTS", "file:///");
        environment.put("ENCODER_KIND", "simulated");
        environment.put("ENCODER_SLOTS", Integer.toString(encoders));
        environment.put("PUBLISHER_STRATEGY", strategy.name());
        environment.put("PUBLISHER_POOL_MAX", "1000");
        Duration timeout = startUp.slowest().multipliedBy(2);
        environment.put(
                "PUBLISHER_START_TIMEOUT", (timeout.compareTo(LEAST_TIMEOUT) > 0 ? timeout : LEAST_TIMEOUT).toString());
        Duration expected = startUp.slowest().compareTo(SHORTEST) > 0 ? startUp.slowest() : SHORTEST;
        environment.put("PUBLISHER_EXPECTED_STARTUP", expected.toString());
        if (strategy == PoolStrategy.WARM) {
            // One per encoder is enough for all videos that finish before more publishers have started.
            environment.put("PUBLISHER_POOL_MIN", Integer.toString(encoders));
            environment.put("PUBLISHER_EXPECTED_PER_MINUTE", Integer.toString(Math.min(rate.perMinute(), 100_000)));
        }
        return environment;
    }
}
