package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
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
    private static final Duration WITHIN = Duration.ofMinutes(1);
    /**
     * Some 4 s if another process has the scheduler. If the killed one had it, another has to take over first, and to
     * end its transaction: the broker would take 10 to 20 s for that.
     */
    private static final Duration BEGUN_AGAIN_WITHIN = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void anEncoderKilledInAChunkCostsThatChunkAndAnotherSlotBeginsItWithinSeconds() throws Exception {
        try (Platform platform = Platform.start(folder.toRealPath());
                ServiceFleet fleet =
                        new ServiceFleet(List.of(encoder(platform, 1, 12), encoder(platform, 2, 1)), journal());
                Client client = new Client(platform.kafka(), List.of(), "loss");
                TopicRecorder recorder = new TopicRecorder(platform)) {
            fleet.start();
            ServiceProcess victim = fleet.of(Kind.ENCODER).get(1);
            Results results = new Results(recorder, platform.kafka());

            EncoderTaskResult lost = submitUntilLeasedBy(victim, client, recorder, results);
            victim.hold();
            Instant killed = Instant.now();
            victim.kill();

            AttemptId attempt = new AttemptId(lost.getVideoId(), 1);
            await().atMost(WITHIN).until(() -> recorder.inventories().containsKey(attempt));
            Instant again = results.of(lost.getVideoId())
                    .filter(each -> isBegun(each) && each.getTaskId().equals(lost.getTaskId()))
                    .filter(each -> !each.getWorker().equals(lost.getWorker()))
                    .map(EncoderTaskResult::getAt)
                    .findFirst()
                    .orElseThrow();
            assertThat(Duration.between(killed, again)).isLessThan(BEGUN_AGAIN_WITHIN);
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
                TopicRecorder recorder = new TopicRecorder(platform)) {
            fleet.start();
            Results results = new Results(recorder, platform.kafka());
            AttemptId attempt = client.submit(request(1, 1, Duration.ofMinutes(10)));

            for (int losses = 1; losses <= 3; losses++) {
                int beginnings = losses;
                await().atMost(WITHIN)
                        .until(() -> chunkWorkers(results, attempt.videoId()).size() == beginnings);
                String worker = chunkWorkers(results, attempt.videoId()).get(losses - 1);
                fleet.of(Kind.ENCODER).stream()
                        .filter(each -> isOf(worker, each))
                        .findFirst()
                        .orElseThrow()
                        .kill();
            }

            await().atMost(WITHIN).until(() -> recorder.outcome(attempt).isPresent());
            assertThat(recorder.outcome(attempt)).contains(FailureCode.POISON.name());
            assertThat(chunkWorkers(results, attempt.videoId()))
                    .as("three workers that were killed, and no other")
                    .hasSize(3);
        }
    }

    /** The workers that have begun the only chunk, in order. */
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

    private ClientRequest request(int number, int chunks, Duration encodingTime) {
        return new ClientRequest(
                number,
                ClientRequest.Delivery.PRODUCER,
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
     * The broker chooses who gets a task. So this submits one video after the other until the victim gets a chunk.
     * Each video is encoded before the next one is submitted: otherwise no other slot might be free to take over the
     * victim's chunk.
     */
    private EncoderTaskResult submitUntilLeasedBy(
            ServiceProcess victim, Client client, TopicRecorder recorder, Results results) throws Exception {
        for (int number = 0; number < VIDEOS; number++) {
            AttemptId attempt = client.submit(request(number, CHUNKS, Duration.ofSeconds(32)));
            String videoId = attempt.videoId();
            await().atMost(WITHIN)
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
            await().atMost(WITHIN).until(() -> recorder.inventories().containsKey(attempt));
        }
        throw new AssertionError("the victim got no task");
    }

    private static boolean isBegun(EncoderTaskResult result) {
        return result.getOutcome() instanceof TaskBegun;
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

    /** The results that workers have reported. */
    private static final class Results {

        private final TopicRecorder recorder;
        private final Deserializer<EncoderTaskResult> deserializer;

        Results(TopicRecorder recorder, KafkaSettings kafka) {
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
