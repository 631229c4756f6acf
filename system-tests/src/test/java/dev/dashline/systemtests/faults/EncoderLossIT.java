package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskAlive;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.AttemptId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 of an encoder costs. */
class EncoderLossIT {

    private static final int CHUNKS = 8;
    private static final int VIDEOS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void anEncoderKilledInAChunkCostsThatChunkAndAnotherSlotBeginsItWithinTwoSeconds() throws Exception {
        try (Platform platform = Platform.start(folder.toRealPath());
                ServiceFleet fleet =
                        new ServiceFleet(List.of(encoder(platform, 1, 12), encoder(platform, 2, 1)), journal());
                Client client = new Client(platform.kafka(), List.of(), "loss");
                Recorder recorder = new Recorder(platform.kafka())) {
            fleet.start();
            ServiceProcess victim = fleet.of(Kind.ENCODER).get(1);
            Results results = new Results(recorder, platform.kafka());

            EncoderTaskResult lost = askUntilLeasedBy(victim, client, recorder, results);
            victim.hold();
            Instant killed = Instant.now();
            victim.kill();

            AttemptId attempt = new AttemptId(lost.getVideoId(), 1);
            await().atMost(PATIENCE).until(() -> recorder.inventories().containsKey(attempt));
            Instant again = results.of(lost.getVideoId())
                    .filter(each -> isBegun(each) && each.getTaskId().equals(lost.getTaskId()))
                    .filter(each -> !each.getWorker().equals(lost.getWorker()))
                    .map(EncoderTaskResult::getAt)
                    .findFirst()
                    .orElseThrow();
            assertThat(Duration.between(killed, again)).isLessThan(Duration.ofSeconds(2));
            assertThat(results.of(lost.getVideoId()).filter(each -> each.getOutcome() instanceof Transcoded))
                    .as("chunks that were encoded to their end")
                    .hasSize(CHUNKS);
            assertThat(results.of(lost.getVideoId())
                            .filter(each -> isBegun(each) && each.getTaskId().startsWith("video-"))
                            .map(each -> each.getTaskId() + each.getWorker())
                            .distinct())
                    .as("chunks that were begun: all, and one of them twice")
                    .hasSize(CHUNKS + 1);
        }
    }

    @Test
    void aTaskThatTakesDownThreeEncodersIsPoisonAndTheFourthIsSpared() throws Exception {
        try (Platform platform = Platform.start(folder.toRealPath());
                ServiceFleet fleet = new ServiceFleet(
                        List.of(
                                encoder(platform, 1, 1),
                                encoder(platform, 2, 1),
                                new ServiceProcess(Kind.PUBLISHER, 1, Launch.built(folder), platform.environment())),
                        journal());
                Client client = new Client(platform.kafka(), List.of(), "poison");
                Recorder recorder = new Recorder(platform.kafka())) {
            fleet.start();
            Results results = new Results(recorder, platform.kafka());
            AttemptId attempt = client.ask(wish(1, 1, Duration.ofMinutes(10)));

            for (int losses = 1; losses <= 3; losses++) {
                int beginnings = losses;
                await().atMost(PATIENCE)
                        .until(() -> chunkWorkers(results, attempt.videoId()).size() == beginnings);
                String worker = chunkWorkers(results, attempt.videoId()).get(losses - 1);
                fleet.of(Kind.ENCODER).stream()
                        .filter(each -> isOf(worker, each))
                        .findFirst()
                        .orElseThrow()
                        .kill();
            }

            await().atMost(PATIENCE).until(() -> recorder.outcome(attempt).isPresent());
            assertThat(recorder.outcome(attempt)).contains(FailureCode.POISON.name());
            assertThat(chunkWorkers(results, attempt.videoId()))
                    .as("three that were killed, and one that was told not to go on")
                    .hasSize(4);
        }
    }

    /** Who has begun with the only chunk, one after the other. */
    private static List<String> chunkWorkers(Results results, String videoId) {
        return results.of(videoId)
                .filter(each -> isBegun(each) && each.getTaskId().startsWith("video-"))
                .map(EncoderTaskResult::getWorker)
                .distinct()
                .toList();
    }

    private static boolean isOf(String worker, ServiceProcess process) {
        return worker.contains("-" + process.pid() + "-");
    }

    private Wish wish(int number, int chunks, Duration encodingTime) {
        return new Wish(
                number,
                Wish.Way.PRODUCER,
                folder.resolve("none.mp4").toUri(),
                Map.of(
                        "simulatedChunks",
                        Integer.toString(chunks),
                        "simulatedEncodingTime",
                        encodingTime.toSeconds() + "s"),
                Optional.empty(),
                DeadlineClock.REQUESTED);
    }

    /**
     * Who gets a task is the broker's choice: asks for one video after the other until the victim has got a chunk. Each is encoded before the
     * next is asked for, or no other slot might be free to take what the victim loses.
     */
    private EncoderTaskResult askUntilLeasedBy(ServiceProcess victim, Client client, Recorder recorder, Results results)
            throws Exception {
        for (int number = 0; number < VIDEOS; number++) {
            AttemptId attempt = client.ask(wish(number, CHUNKS, Duration.ofSeconds(32)));
            String videoId = attempt.videoId();
            await().atMost(PATIENCE)
                    .until(() -> results.of(videoId)
                                    .filter(each ->
                                            isBegun(each) && each.getTaskId().startsWith("video-"))
                                    .map(EncoderTaskResult::getTaskId)
                                    .distinct()
                                    .count()
                            == CHUNKS);
            Optional<EncoderTaskResult> leased = results.of(videoId)
                    .filter(each -> isBegun(each) && each.getTaskId().startsWith("video-"))
                    .filter(each -> isOf(each.getWorker(), victim))
                    .findFirst();
            if (leased.isPresent()) {
                return leased.get();
            }
            await().atMost(PATIENCE).until(() -> recorder.inventories().containsKey(attempt));
        }
        throw new AssertionError("the victim got no task");
    }

    private static boolean isBegun(EncoderTaskResult result) {
        return result.getOutcome() instanceof TaskAlive;
    }

    private ServiceProcess encoder(Platform platform, int number, int slots) throws Exception {
        Map<String, String> environment = new HashMap<>(platform.environment());
        environment.put("ENCODER_KIND", "simulated");
        environment.put("ENCODER_SLOTS", Integer.toString(slots));
        return new ServiceProcess(Kind.ENCODER, number, Launch.built(folder), environment);
    }

    private Journal journal() {
        return new Journal(folder.resolve("journal.txt"));
    }

    /** What workers have said, as anybody can read it. */
    private static final class Results {

        private final Recorder recorder;
        private final Deserializer<EncoderTaskResult> deserializer;

        Results(Recorder recorder, KafkaSettings kafka) {
            this.recorder = recorder;
            this.deserializer = kafka.serdes().of(Topics.ENCODER_TASK_RESULTS).deserializer();
        }

        Stream<EncoderTaskResult> of(String videoId) {
            return recorder.raw(Topics.ENCODER_TASK_RESULTS).stream()
                    .map(record -> deserializer.deserialize(record.topic(), record.value()))
                    .filter(result -> result.getVideoId().equals(videoId));
        }
    }
}
