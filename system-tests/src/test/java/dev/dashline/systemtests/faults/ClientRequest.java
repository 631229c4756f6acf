package dev.dashline.systemtests.faults;

import dev.dashline.events.DeadlineClock;
import dev.dashline.systemtests.history.History;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A request of a client, and how the client sends it. The same seed and number give the same request.
 *
 * @param timeout the publication timeout, if there is one
 * @param clock the moment from which the timeout counts
 */
record ClientRequest(
        int number,
        Delivery delivery,
        URI source,
        Map<String, String> labels,
        Optional<Duration> timeout,
        DeadlineClock clock) {

    private static final int FRAMES_PER_CHUNK = 50;
    private static final Duration AMPLE = Duration.ofMinutes(10);
    private static final Duration TIGHT = Duration.ofSeconds(2);

    /** How a request is sent. */
    enum Delivery {
        /** Over HTTP with an idempotency key, again and again until it is accepted. */
        HTTP,
        /** Over HTTP, to two replicas at the same time. */
        HTTP_TWICE,
        /** As a record. */
        PRODUCER,
        /** As a record, twice. */
        PRODUCER_TWICE,
        /** As two records, the second attempt before the first. */
        PRODUCER_REORDERED,
        /** As two records, the second attempt while the first is open. */
        PRODUCER_SUPERSEDED
    }

    static ClientRequest simulated(long seed, int number, SourceFiles sources) {
        Random random = new Random(seed * 1_000_003 + number);
        int chunks = 1 + random.nextInt(4);
        Map<String, String> labels = new HashMap<>();
        labels.put("simulatedEncodingTime", 300 + random.nextInt(1_500) + "ms");
        labels.put("simulatedChunks", Integer.toString(chunks));
        labels.put(History.FRAMES, Long.toString((long) chunks * FRAMES_PER_CHUNK));
        return new ClientRequest(number, delivery(random), sources.none(), labels, timeout(random), clock(random));
    }

    /** One source in twenty is broken. */
    static ClientRequest real(long seed, int number, SourceFiles sources) throws IOException {
        Random random = new Random(seed * 1_000_003 + number);
        SourceFiles.Clip source = random.nextInt(20) == 0 ? sources.broken(number) : sources.good(random.nextInt(100));
        Map<String, String> labels = Map.of(History.FRAMES, Long.toString(source.frames()), History.DECODABLE, "yes");
        return new ClientRequest(number, delivery(random), source.uri(), labels, timeout(random), clock(random));
    }

    private static Delivery delivery(Random random) {
        int dice = random.nextInt(100);
        if (dice < 65) {
            return Delivery.HTTP;
        } else if (dice < 75) {
            return Delivery.HTTP_TWICE;
        } else if (dice < 85) {
            return Delivery.PRODUCER;
        } else if (dice < 90) {
            return Delivery.PRODUCER_TWICE;
        } else if (dice < 95) {
            return Delivery.PRODUCER_REORDERED;
        }
        return Delivery.PRODUCER_SUPERSEDED;
    }

    private static DeadlineClock clock(Random random) {
        return random.nextInt(4) == 0 ? DeadlineClock.ENCODING_STARTED : DeadlineClock.REQUESTED;
    }

    private static Optional<Duration> timeout(Random random) {
        int dice = random.nextInt(100);
        return dice < 40 ? Optional.empty() : Optional.of(dice < 92 ? AMPLE : TIGHT);
    }
}
