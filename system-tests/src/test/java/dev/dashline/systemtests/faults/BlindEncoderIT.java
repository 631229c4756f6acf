package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.DeadlineClock;
import dev.dashline.schemas.FailureCode;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import dev.dashline.systemtests.history.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder that may not read the sources, though others may. */
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
                TopicRecorder recorder = new TopicRecorder(platform.kafka())) {
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

            ServiceProcess seeing = fleet.of(Kind.ENCODER).get(0);
            seeing.hold();
            seeing.kill();
            AttemptId unseen = client.submit(request(VIDEOS, sources));
            await().atMost(WITHIN).until(() -> recorder.outcome(unseen).isPresent());
            assertThat(recorder.outcome(unseen)).contains(FailureCode.SOURCE_FORBIDDEN.name());
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
