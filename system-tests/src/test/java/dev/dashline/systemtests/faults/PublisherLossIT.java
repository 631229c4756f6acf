package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.DeadlineClock;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.HistoryChecker;
import dev.dashline.systemtests.history.Invariant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 of the only publisher-service costs: only the deadlines that pass meanwhile. */
class PublisherLossIT {

    private static final int VIDEOS = 120;
    private static final int CLIENTS = 12;
    private static final Duration ABSENCE = Duration.ofSeconds(3);
    private static final Duration WITHIN = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void aPublisherKilledInTheMiddleOfARunLeavesEveryRequestOneEndAndNoneLate() throws Exception {
        try (Platform platform = Platform.start(folder.toRealPath());
                ServiceFleet fleet = fleet(platform);
                Client client = new Client(platform.kafka(), List.of(), "loss");
                TopicRecorder recorder = new TopicRecorder(platform);
                OutcomeTable table = new OutcomeTable(platform.kafka())) {
            fleet.start();
            Journal journal = new Journal(folder.resolve("load.txt"));
            try (LoadGenerator load = new LoadGenerator(client, recorder, journal, VIDEOS, this::request)) {
                load.allow(1);
                load.start(CLIENTS);
                await().atMost(WITHIN).until(() -> recorder.countEnded() >= VIDEOS / 4);

                Instant killed = Instant.now();
                ServiceProcess publisher = fleet.of(Kind.PUBLISHER).get(0);
                publisher.hold();
                publisher.kill();
                assertThat(load.submitted()).as("requests before the kill").isLessThan(VIDEOS);
                Shell.pause(ABSENCE);
                publisher.start();

                await().atMost(WITHIN).until(load::isDone);
                assertThat(load.problems()).isEmpty();
                assertThat(recorder.published())
                        .anyMatch(each -> each.timestamp().isBefore(killed))
                        .anyMatch(each -> each.timestamp().isAfter(killed.plus(ABSENCE)));
            }
            History history = recorder.history(client);
            assertThat(new HistoryChecker(FaultRun.GRACE).check(history, new FolderStore(platform)))
                    .filteredOn(each -> each.invariant() != Invariant.I8) // nothing is replayed here
                    .isEmpty();
            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(table.rows().keySet())
                            .containsExactlyInAnyOrderElementsOf(client.acknowledged()));
            assertThat(table.rows())
                    .allSatisfy((attempt, outcome) ->
                            assertThat(recorder.outcome(attempt)).contains(outcome));
        }
    }

    /** One request in three has a timeout of 2 s, one of 20 s, one none. */
    private ClientRequest request(int number) {
        Optional<Duration> timeout =
                number % 3 == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(number % 3 == 1 ? 2 : 20));
        Map<String, String> labels = Map.of("simulatedEncodingTime", 200 + number * 53 % 600 + "ms");
        return new ClientRequest(
                number,
                ClientRequest.Delivery.PRODUCER,
                folder.resolve("none.mp4").toUri(),
                labels,
                timeout,
                DeadlineClock.REQUESTED);
    }

    private ServiceFleet fleet(Platform platform) throws Exception {
        Launch launch = Launch.built(folder);
        Map<String, String> encoder = new HashMap<>(platform.environment());
        encoder.put("ENCODER_KIND", "simulated");
        encoder.put("ENCODER_SLOTS", "6");
        return new ServiceFleet(
                List.of(
                        new ServiceProcess(Kind.ENCODER, 1, launch, encoder),
                        new ServiceProcess(Kind.PUBLISHER, 1, launch, platform.environment())),
                new Journal(folder.resolve("journal.txt")));
    }
}
