package dev.dashline.systemtests.faults;

import dev.dashline.events.DeadlineClock;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** I7: how much longer a video takes while others poison the queue. */
final class Patience {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration OUTCOME_WITHIN = Duration.ofMinutes(2);
    private static final int VIDEOS = 10;
    private static final int POISON = 60;

    private final Client client;
    private final Recorder recorder;
    private final Sources sources;
    private int number = 1_000_000;

    Patience(Client client, Recorder recorder, Sources sources) {
        this.client = client;
        this.recorder = recorder;
        this.sources = sources;
    }

    /**
     * How long the slowest of some videos took.
     *
     * @param quiet without poison
     */
    record Measured(Duration quiet, Duration poisoned) {

        Optional<Violation> violation() {
            return poisoned.compareTo(quiet.plus(BOUND)) <= 0
                    ? Optional.empty()
                    : Optional.of(new Violation(
                            Invariant.I7, "poison", "made others take " + poisoned + " instead of " + quiet));
        }
    }

    Measured measure() throws InterruptedException {
        Duration quiet = slowest(0);
        return new Measured(quiet, slowest(POISON));
    }

    private Duration slowest(int poison) throws InterruptedException {
        for (int i = 0; i < poison; i++) {
            AttemptId unused = client.ask(wish(Map.of("simulatedChunks", "none of them", "hopeless", "yes")));
            unused = client.produceInvalid(number + i);
        }
        List<Wish> wishes = IntStream.range(0, VIDEOS)
                .mapToObj(i -> wish(Map.of("simulatedEncodingTime", "500ms", "frames", "50")))
                .toList();
        return wishes.stream().map(wish -> CompletableFuture.supplyAsync(() -> time(wish))).toList().stream()
                .map(CompletableFuture::join)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private Duration time(Wish wish) {
        try {
            Instant begun = Instant.now();
            AttemptId attempt = client.ask(wish);
            Shell.await(OUTCOME_WITHIN, () -> recorder.outcome(attempt).isPresent());
            return Duration.between(begun, Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Wish wish(Map<String, String> labels) {
        return new Wish(number++, Wish.Way.PRODUCER, sources.none(), labels, Optional.empty(), DeadlineClock.REQUESTED);
    }
}
