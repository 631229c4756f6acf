package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Submission;
import dev.dashline.embedded.gcs.Fault;
import dev.dashline.embedded.gcs.FaultPlan;
import dev.dashline.embedded.gcs.FaultRule;
import dev.dashline.embedded.gcs.GcsEmulator;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.ObjectStores;
import dev.dashline.runtime.store.StoreConfig;
import dev.dashline.runtime.store.StoredObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole deployment on a store of which one request in twenty goes wrong. {@code -Ddashline.faulty.videos=100} tries a hundred videos,
 * {@code -Ddashline.faulty.seed} others of the requests.
 */
class CloudFaultsIT {

    private static final Pattern API = Pattern.compile("API +(\\S+)");
    private static final URI SOURCE = URI.create("gs://videos/in/clip.mp4");
    private static final String PUBLIC = "team/videos/";
    private static final int VIDEOS = Integer.getInteger("dashline.faulty.videos", 4);
    private static final long SEED = Long.getLong("dashline.faulty.seed", 5);

    @TempDir
    Path folder;

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("videos");
    private final ObjectStore store =
            ObjectStores.from(StoreConfig.unrestricted().withEmulator(emulator.url()));

    @AfterEach
    void close() {
        store.close();
        emulator.close();
    }

    @Test
    void publishesEveryVideoAsOnAStoreWithoutFaults() throws Exception {
        emulator.put("videos", "in/clip.mp4", Clips.make(folder.resolve("clip.mp4"), 2), "video/mp4");
        try (DashlineProcess dev = DashlineProcess.start(
                folder,
                Map.of("STORAGE_EMULATOR_HOST", emulator.url().toString()),
                "dev",
                "--store",
                "gs://videos/team",
                "--port",
                "0",
                "--broker-port",
                "0",
                "--registry-port",
                "0")) {
            IngestClient client = new IngestClient(api(dev));
            SortedMap<String, String> expected = published(client, submit(client));

            oneInTwentyGoesWrong(emulator.faults());
            Map<String, String> videos = new TreeMap<>();
            IntStream.range(0, VIDEOS).mapToObj(number -> submit(client)).forEach(id -> videos.put(id, ""));

            for (String videoId : videos.keySet()) {
                assertThat(published(client, videoId)).as(videoId).isEqualTo(expected);
            }
            assertThat(emulator.faults().injected()).isPositive();
            assertThat(emulator.writes("videos", PUBLIC)).hasSize((VIDEOS + 1) * expected.size());
            assertThat(emulator.writes("videos", PUBLIC).values()).containsOnly(1);
        }
    }

    private static void oneInTwentyGoesWrong(FaultPlan faults) {
        double each = 0.05 / 8;
        faults.add(FaultRule.every(new Fault.Status(503)).withProbability(each, SEED))
                .add(FaultRule.every(new Fault.Status(429)).withProbability(each, SEED + 1))
                .add(FaultRule.every(new Fault.Status(500)).withProbability(each, SEED + 2))
                .add(FaultRule.every(new Fault.Reset()).withProbability(each, SEED + 3))
                .add(FaultRule.every(new Fault.ResetAfter(200)).withProbability(each, SEED + 4))
                .add(FaultRule.every(new Fault.BreakAfter(300)).withProbability(each, SEED + 5))
                .add(FaultRule.every(new Fault.LostResponse()).withProbability(each, SEED + 6))
                .add(FaultRule.every(new Fault.Stall(Duration.ofSeconds(1))).withProbability(each, SEED + 7));
    }

    private static String submit(IngestClient client) {
        return client.submit(new Submission(SOURCE, Optional.empty(), Optional.of("h264-fast"), Optional.empty()));
    }

    /** The checksums of all that is public of a video, by name, once it is published. */
    private SortedMap<String, String> published(IngestClient client, String videoId) {
        await().atMost(Duration.ofMinutes(2).plusSeconds(10L * VIDEOS))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> ended(client.status(videoId)));
        assertThat(client.status(videoId).path("state").asText())
                .as(client.status(videoId).toString())
                .isEqualToIgnoringCase("published");
        URI root = URI.create("gs://videos/" + PUBLIC + videoId + "/");
        SortedMap<String, String> objects = new TreeMap<>();
        try (Stream<StoredObject> all = store.list(root)) {
            all.forEach(object -> objects.put(root.relativize(object.uri()).toString(), object.crc32c()));
        }
        assertThat(objects).containsKeys("manifest.mpd", "master.m3u8");
        return objects;
    }

    private static boolean ended(JsonNode status) {
        String state = status.path("state").asText();
        return state.equalsIgnoreCase("published") || state.equalsIgnoreCase("failed");
    }

    private static URI api(DashlineProcess dev) {
        await().atMost(Duration.ofMinutes(1)).until(() -> dev.stdout().contains("Stop it") || !dev.isAlive());
        Matcher api = API.matcher(dev.stdout());
        assertThat(api.find()).as(dev.stdout() + dev.stderr()).isTrue();
        return URI.create(api.group(1));
    }
}
