package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.TaskSettled;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder that may not read the sources, though others may: it is put aside, unless no other is left. */
class BlindEncoderIT {

    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final int VIDEOS = 6;

    @TempDir
    Path folder;

    @Test
    void goodVideosArePublishedThoughOneEncoderIsBlindAndFailWhenAllAre() throws Exception {
        SourceFiles sources =
                new SourceFiles(Files.createDirectories(folder.toRealPath().resolve("sources")));
        sources.make();
        try (Platform platform = Platform.start(folder.toRealPath());
                ServiceFleet fleet = new ServiceFleet(
                        List.of(
                                encoder(platform, 1, Map.of()),
                                encoder(platform, 2, Map.of("SOURCE_ROOTS", elsewhere())),
                                new ServiceProcess(Kind.PUBLISHER, 1, Launch.built(folder), platform.environment())),
                        new Journal(folder.resolve("journal.txt")));
                Client client = new Client(platform.kafka(), List.of(), "blind");
                Watch watch = new Watch(platform.kafka());
                TopicRecorder recorder = new TopicRecorder(platform)) {
            fleet.start();

            List<AttemptId> good = new ArrayList<>();
            for (int number = 0; number < VIDEOS; number++) {
                good.add(client.submit(request(number, sources)));
            }
            await().atMost(WITHIN)
                    .until(() -> good.stream()
                            .allMatch(attempt -> recorder.outcome(attempt).isPresent()));
            assertThat(good)
                    .allSatisfy(attempt -> assertThat(recorder.outcome(attempt)).contains("published"));

            ServiceProcess blind = fleet.of(Kind.ENCODER).get(1);
            assertThat(watch.aside()).first().satisfies(order -> {
                assertThat(order.getWorker()).contains("-" + blind.pid() + "-");
                assertThat(watch.tasksProvenWrongBefore(order)).isLessThanOrEqualTo(3);
                await().atMost(WITHIN)
                        .untilAsserted(() -> assertThat(watch.reasonsOf(order.getWorker()))
                                .anyMatch(reason ->
                                        reason.matches("put aside until .*Z: SOURCE_FORBIDDEN where others succeed")));
            });
            assertThat(blind.isReady()).isFalse();

            ServiceProcess seeing = fleet.of(Kind.ENCODER).get(0);
            seeing.hold();
            seeing.kill();
            AttemptId unseen = client.submit(request(VIDEOS, sources));
            await().atMost(WITHIN).until(() -> recorder.outcome(unseen).isPresent());
            assertThat(recorder.outcome(unseen)).contains(FailureCode.SOURCE_FORBIDDEN.name());
        }
    }

    /** What the scheduler and the workers say of those that are put aside. */
    private static final class Watch implements AutoCloseable {

        /** By the time of an order, the scheduler had read what was so much older. */
        private static final Duration READ_WITHIN = Duration.ofMillis(50);

        private final List<WorkerOrder> orders = new CopyOnWriteArrayList<>();
        private final List<Instant> provenAt = new CopyOnWriteArrayList<>();
        private final Map<String, Set<String>> reasons = new ConcurrentHashMap<>();
        private final TopicFollower follower;

        Watch(KafkaSettings kafka) {
            follower = TopicFollower.start(
                    "watch",
                    kafka,
                    List.of(Topics.ENCODER_ORDERS, Topics.ENCODER_QUEUE, Topics.ENCODER_WORKERS),
                    (record, event) -> event.ifPresent(value -> note(Instant.ofEpochMilli(record.timestamp()), value)));
        }

        private void note(Instant at, SpecificRecord event) {
            if (event instanceof WorkerOrder order) {
                orders.add(order);
            } else if (event instanceof WorkerHeartbeat heartbeat) {
                heartbeat
                        .getDrainingBecause()
                        .ifPresent(reason -> reasons.computeIfAbsent(
                                        heartbeat.getWorker(), worker -> ConcurrentHashMap.newKeySet())
                                .add(reason));
            } else if (event instanceof EncoderQueueEvent queued
                    && queued.getChange() instanceof TaskSettled settled
                    && !settled.getProvenWrong().isEmpty()) {
                provenAt.add(at);
            }
        }

        /** The orders that have put a worker aside. */
        List<WorkerOrder> aside() {
            return List.copyOf(orders);
        }

        long tasksProvenWrongBefore(WorkerOrder order) {
            Instant latest = order.getAt().minus(READ_WITHIN);
            return provenAt.stream().filter(at -> at.isBefore(latest)).count();
        }

        Set<String> reasonsOf(String worker) {
            return reasons.getOrDefault(worker, Set.of());
        }

        @Override
        public void close() throws InterruptedException {
            follower.close();
        }
    }

    private String elsewhere() throws IOException {
        return Files.createDirectories(folder.resolve("elsewhere")).toUri().toString();
    }

    private static ClientRequest request(int number, SourceFiles sources) {
        return new ClientRequest(
                number,
                ClientRequest.Delivery.PRODUCER,
                sources.good(0).uri(),
                Map.of(),
                Optional.empty(),
                DeadlineClock.REQUESTED);
    }

    private ServiceProcess encoder(Platform platform, int number, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(platform.environment());
        environment.put("ENCODER_KIND", "ffmpeg");
        environment.put("ENCODER_SLOTS", "1");
        environment.putAll(more);
        return new ServiceProcess(Kind.ENCODER, number, Launch.built(folder), environment);
    }
}
