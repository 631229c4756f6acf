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

/**
 * Checks I7: measures how much longer videos take behind poisonous requests. All of it takes longer on a machine that
 * has other work, and some minutes more than others. So videos without poison are measured before and after, and where
 * those take long, so may the delay.
 */
final class PoisonDelay {

    private static final Duration MAX_DELAY = Duration.ofSeconds(10);
    /** Of the time that videos take alone; counts where that is more than {@link #MAX_DELAY}. */
    private static final int MAX_TIMES = 2;

    private static final Duration OUTCOME_WITHIN = Duration.ofMinutes(2);
    private static final int VIDEOS = 10;
    private static final int POISON = 60;

    private final Client client;
    private final TopicRecorder recorder;
    private final SourceFiles sources;
    private int number = 1_000_000;

    PoisonDelay(Client client, TopicRecorder recorder, SourceFiles sources) {
        this.client = client;
        this.recorder = recorder;
        this.sources = sources;
    }

    /**
     * How long the slowest of some videos took.
     *
     * @param quiet without poisonous requests, before or after
     * @param poisoned behind poisonous requests
     */
    record Measured(Duration quiet, Duration poisoned) {

        Optional<Violation> violation() {
            Duration longer = longer(MAX_DELAY, quiet.multipliedBy(MAX_TIMES));
            return poisoned.compareTo(quiet.plus(longer)) <= 0
                    ? Optional.empty()
                    : Optional.of(new Violation(
                            Invariant.I7, "poison", "delayed others: " + poisoned + " instead of " + quiet));
        }
    }

    Measured measure() throws InterruptedException {
        Duration before = slowest(0);
        Duration poisoned = slowest(POISON);
        return new Measured(longer(before, slowest(0)), poisoned);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration slowest(int poison) throws InterruptedException {
        for (int i = 0; i < poison; i++) {
            AttemptId unused = client.submit(request(Map.of("simulatedChunks", "none of them", "hopeless", "yes")));
            unused = client.produceInvalid(number + i);
        }
        List<ClientRequest> requests = IntStream.range(0, VIDEOS)
                .mapToObj(i -> request(Map.of("simulatedEncodingTime", "500ms", "frames", "50")))
                .toList();
        return requests.stream().map(request -> CompletableFuture.supplyAsync(() -> time(request))).toList().stream()
                .map(CompletableFuture::join)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private Duration time(ClientRequest request) {
        try {
            Instant begun = Instant.now();
            AttemptId attempt = client.submit(request);
            Shell.await(OUTCOME_WITHIN, () -> recorder.outcome(attempt).isPresent());
            return Duration.between(begun, Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ClientRequest request(Map<String, String> labels) {
        return new ClientRequest(
                number++,
                ClientRequest.Delivery.PRODUCER,
                sources.none(),
                labels,
                Optional.empty(),
                DeadlineClock.REQUESTED);
    }
}
