package dev.dashline.encoder.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.encoder.Requests;
import dev.dashline.encoder.job.PartsSum;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.executor.PartStore;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.Crc32c;
import dev.dashline.store.file.FileObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedExecutorTest {

    @TempDir
    Path folder;

    private final FileObjectStore store = new FileObjectStore();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();
    private @Nullable SimulatedExecutor executor;

    @BeforeEach
    void setUp() throws IOException {
        URI output = Files.createDirectories(folder.resolve("out")).toUri();
        URI staging = Files.createDirectories(folder.resolve("staging")).toUri();
        PartStore parts = new PartStore(
                store,
                new EncodeSettings(StorageLayout.standard(new StorageRoots(output, staging)), folder, 1),
                Clock.systemUTC());
        executor = new SimulatedExecutor(parts, pauses::add);
    }

    @AfterEach
    void tearDown() {
        store.close();
    }

    @Test
    void takesTheTimeThatTheLabelNamesAndSaysHowFarItIs() throws InterruptedException {
        encode(request(1, Map.of(SimulatedVideo.ENCODING_TIME, "2s", SimulatedVideo.CHUNKS, "2")));

        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(2));
        assertThat(progress).containsExactly(1_000L, 2_000L, 1_000L, 2_000L);
    }

    @Test
    void leavesWhatAPublisherVerifies() throws InterruptedException, IOException {
        EncodedVideo encoded = encode(request(1, Map.of(SimulatedVideo.CHUNKS, "3")));

        byte[] inventory = Files.readAllBytes(Path.of(URI.create(encoded.getInventory())));
        assertThat(Crc32c.of(inventory)).isEqualTo(encoded.getInventoryCrc32c());
        JsonNode objects = new ObjectMapper().readTree(inventory).path("objects");
        assertThat(objects).hasSize(2 * (1 + 3 + 1));
        for (JsonNode object : objects) {
            byte[] content =
                    Files.readAllBytes(Path.of(URI.create(object.path("uri").asText())));
            assertThat(Crc32c.of(content)).isEqualTo(object.path("crc32c").asText());
        }
        assertThat(Files.readString(Path.of(URI.create(encoded.getManifest())))).contains("1/$RepresentationID$/");
        assertThat(encoded.getDurationMillis()).isEqualTo(6_000);
    }

    @Test
    void writesTheSameAgainButNotForAnotherAttempt() throws InterruptedException {
        EncodedVideo once = encode(request(1, Map.of()));

        assertThat(encode(request(1, Map.of())).getInventoryCrc32c()).isEqualTo(once.getInventoryCrc32c());
        assertThat(encode(request(2, Map.of())).getInventoryCrc32c()).isNotEqualTo(once.getInventoryCrc32c());
    }

    @Test
    void refusesLabelsThatItDoesNotUnderstand() throws InterruptedException {
        TaskOutcome outcome =
                run(request(1, Map.of(SimulatedVideo.ENCODING_TIME, "soon")), null, "analyze", new Analyze());

        assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
            assertThat(failed.failure().getCode()).isEqualTo("INVALID_REQUEST");
            assertThat(failed.failure().getMessage())
                    .contains("simulatedEncodingTime")
                    .contains("soon");
        });
        assertThatThrownBy(() -> SimulatedVideo.of(Map.of(SimulatedVideo.CHUNKS, "0")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private EncodedVideo encode(VideoRequested request) throws InterruptedException {
        EncodingPlan plan = ((TaskOutcome.Analyzed) run(request, null, TaskIds.ANALYZE, new Analyze())).plan();
        PartsSum parts = PartsSum.NONE;
        for (int chunk = 0; chunk < plan.getChunks(); chunk++) {
            TaskOutcome outcome = run(request, plan, TaskIds.video(chunk), new TranscodeVideo(chunk));
            parts = parts.plus(((TaskOutcome.Transcoded) outcome).part());
        }
        return ((TaskOutcome.Packaged) run(request, plan, TaskIds.PACKAGE, parts.packaging())).encoded();
    }

    private TaskOutcome run(VideoRequested request, @Nullable EncodingPlan plan, String id, Object work)
            throws InterruptedException {
        EncoderTask task = EncoderTask.newBuilder()
                .setVideoId(request.getVideoId())
                .setAttempt(request.getAttempt())
                .setTaskId(id)
                .setEpoch(1)
                .setIssuedAt(Requests.T0)
                .setRequest(request)
                .setPlan(plan)
                .setWork(work)
                .build();
        return Objects.requireNonNull(executor).execute(task, progress::add);
    }

    private static VideoRequested request(int attempt, Map<String, String> labels) {
        return VideoRequested.newBuilder(Requests.request("v", attempt))
                .setLabels(labels)
                .build();
    }
}
