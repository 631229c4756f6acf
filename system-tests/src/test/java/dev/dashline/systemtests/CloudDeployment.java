package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.Submission;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.FaultPlan;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole deployment that reads and writes a bucket of an emulator with faults on demand. */
final class CloudDeployment implements AutoCloseable {

    private static final String BUCKET = "videos";
    private static final String ROOT = "team/";
    private static final String PUBLIC = ROOT + "videos/";

    /** Longer than a video takes here after its first task is done. */
    private static final Duration SWEEP_AFTER = Duration.ofSeconds(20);

    private final GcsEmulator emulator = GcsEmulator.start().withBucket(BUCKET);
    private final ObjectStore store =
            StoreConfig.unrestricted().withEmulator(emulator.url()).open(Executors::newCachedThreadPool);
    private final DashlineProcess dev;
    private final IngestClient client;

    private CloudDeployment(Path folder) {
        dev = DashlineProcess.dev(
                folder,
                Map.of("STORAGE_EMULATOR_HOST", emulator.url().toString(), "SWEEP_AFTER", SWEEP_AFTER.toString()),
                "--store",
                "gs://" + BUCKET + "/team");
        client = new IngestClient(URI.create(dev.api()));
    }

    /** Starts a deployment and puts a source of so many seconds into the bucket. */
    static CloudDeployment start(Path folder, int seconds) throws IOException, InterruptedException {
        CloudDeployment deployment = new CloudDeployment(folder);
        Path clip = Clips.make(folder.resolve("clip.mp4"), seconds);
        deployment.emulator.put(BUCKET, "in/clip.mp4", clip, "video/mp4");
        return deployment;
    }

    FaultPlan faults() {
        return emulator.faults();
    }

    /** Submits the source once more. */
    String submit(Optional<Duration> deadline) {
        URI source = URI.create("gs://" + BUCKET + "/in/clip.mp4");
        return client.submit(new Submission(
                source,
                Optional.empty(),
                Optional.of("h264-fast"),
                Optional.empty(),
                Optional.empty(),
                deadline,
                Optional.empty(),
                Optional.empty()));
    }

    JsonNode status(String videoId) {
        return client.status(videoId);
    }

    String state(String videoId) {
        return status(videoId).path("state").asText();
    }

    /** Waits until a video has ended, in whatever way. */
    JsonNode ended(String videoId, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> state(videoId).matches("published|failed"));
        return status(videoId);
    }

    /** Waits until a video is published; returns the checksums of its public objects by name. */
    SortedMap<String, String> published(String videoId, Duration patience) {
        JsonNode end = ended(videoId, patience);
        assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("published");
        SortedMap<String, String> objects = objects(PUBLIC + videoId + "/");
        assertThat(objects).containsKeys("manifest.mpd", "master.m3u8");
        return objects;
    }

    /** The names of all objects that the deployment has written outside of the public prefix. */
    Set<String> unpublished() {
        return objects(ROOT).keySet().stream()
                .filter(name -> !name.startsWith("videos/"))
                .collect(Collectors.toSet());
    }

    private SortedMap<String, String> objects(String prefix) {
        URI root = URI.create("gs://" + BUCKET + "/" + prefix);
        SortedMap<String, String> objects = new TreeMap<>();
        try (Stream<StoredObject> all = store.list(root)) {
            all.forEach(object -> objects.put(root.relativize(object.uri()).toString(), object.crc32c()));
        }
        return objects;
    }

    /** How often each public name has been written. */
    Map<String, Integer> publicWrites() {
        return emulator.writes(BUCKET, PUBLIC);
    }

    @Override
    public void close() {
        dev.close();
        store.close();
        emulator.close();
    }
}
