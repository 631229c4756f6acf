package dev.dashline.ingest.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a try follows one that failed: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, as Standard
 * Webhooks suggests, each up to a tenth later. Pure.
 *
 * @param random from 0 to 1, so that receivers that come back are not asked by everybody at once
 */
public record RetrySchedule(DoubleSupplier random) {

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final double JITTER = 0.1;

    /**
     * The pause before the next try; empty if there is none.
     *
     * @param tries how many there were, 1 or more
     */
    public Optional<Duration> after(int tries) {
        if (tries > PAUSES.size()) {
            return Optional.empty();
        }
        Duration pause = PAUSES.get(tries - 1);
        return Optional.of(pause.plusMillis((long) (pause.toMillis() * JITTER * random.getAsDouble())));
    }
}
