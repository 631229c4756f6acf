package dev.dashline.encoder.task.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.encoder.task.upload.SegmentUploads.Rendition;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.media.MediaException;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SegmentUploadsTest {

    private static final URI ROOT = URI.create("gs://videos/out/v/1/v180/");
    private static final String UPLOAD = "^POST /upload";

    @TempDir
    Path folder;

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("videos");
    private final ObjectStore store = StoreConfig.unrestricted()
            .withEmulator(emulator.url())
            .retryingFor(Duration.ofSeconds(2))
            .open(Executors::newCachedThreadPool);
    private final UploadPool pool =
            new UploadPool(Executors.newFixedThreadPool(3), Executors.newSingleThreadScheduledExecutor());
    private Rendition rendition;
    private SegmentUploads uploads;

    @BeforeEach
    void open() {
        rendition =
                new Rendition("v180", folder, name -> new ObjectTarget(ROOT.resolve(name), "video/mp4", "no-cache"));
        uploads = new SegmentUploads(pool, new Uploads(store, 1), List.of(rendition), this::isWhole);
    }

    @AfterEach
    void close() {
        uploads.close();
        pool.close();
        store.close();
        emulator.close();
    }

    @Test
    void sendsAllButTheNewestAndNothingThatIsBeingWritten() throws Exception {
        uploads.begin();
        write("init.mp4", "0.m4s", "51200.m4s", "102400.m4s", "153600.m4s.tmp");

        Awaitility.await().until(() -> stored().size() >= 2);
        write("204800.m4s.tmp");
        Awaitility.await().during(Duration.ofMillis(600)).until(() -> stored().equals(List.of("0.m4s", "51200.m4s")));

        write("153600.m4s");
        Awaitility.await().until(() -> stored().size() == 3);
        assertThat(stored()).contains("102400.m4s");
    }

    @Test
    void sendsTheRestInTheEndEachOnce() throws Exception {
        uploads.begin();
        write("init.mp4", "0.m4s", "51200.m4s");
        Awaitility.await().until(() -> stored().size() == 1);
        long requests = emulator.traffic().requests();

        Map<String, StoredObject> all = uploads.finish(rendition, List.of("init.mp4", "0.m4s", "51200.m4s"));

        assertThat(all).containsOnlyKeys("init.mp4", "0.m4s", "51200.m4s");
        assertThat(emulator.traffic().requests() - requests).isEqualTo(2);
    }

    @Test
    void sendsNoSegmentEarlyThatSomethingIsMissingOf() throws Exception {
        uploads.begin();
        Files.writeString(folder.resolve("0.m4s"), "");
        write("51200.m4s", "102400.m4s");

        Awaitility.await().during(Duration.ofMillis(600)).until(() -> !stored().contains("0.m4s"));
        assertThat(stored()).containsExactly("51200.m4s");
    }

    @Test
    void putsInThePlaceOfAFileWhatIsStoredUnderItsName() throws Exception {
        store("0.m4s", "what another made");
        write("0.m4s", "51200.m4s");

        Map<String, StoredObject> all = uploads.finish(rendition, List.of("0.m4s", "51200.m4s"));

        assertThat(uploads.tookOver()).isTrue();
        assertThat(folder.resolve("0.m4s")).hasContent("what another made");
        assertThat(folder.resolve("51200.m4s")).hasContent("content of 51200.m4s");
        assertThat(all).extractingByKey("0.m4s").extracting(StoredObject::size).isEqualTo(17L);
        assertThat(emulator.writes("videos", "out/").values()).containsOnly(1);
    }

    @Test
    void takesNoInitSegmentThatIsNotItsOwn() throws Exception {
        store("init.mp4", "of another FFmpeg");
        write("init.mp4", "0.m4s");

        assertThatThrownBy(() -> uploads.finish(rendition, List.of("init.mp4", "0.m4s")))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("the same FFmpeg");
    }

    @Test
    void triesAgainInTheEndWhatFailedForAReasonThatHasPassed() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Status(503)).on(UPLOAD));
        uploads.begin();
        write("0.m4s", "51200.m4s");
        // Given up after as long as the store is tried.
        Awaitility.await()
                .during(Duration.ofMillis(3_500))
                .atMost(Duration.ofSeconds(6))
                .until(() -> stored().isEmpty());
        assertThat(uploads.failure()).isEmpty();
        emulator.faults().clear();

        assertThat(uploads.finish(rendition, List.of("0.m4s", "51200.m4s"))).hasSize(2);
    }

    @Test
    void tellsAtOnceThatTheStoreIsNotToBeWritten() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Status(403)).on(UPLOAD));
        uploads.begin();
        write("0.m4s", "51200.m4s");

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> uploads.failure().isPresent());
        assertThat(uploads.failure().map(StoreException::reason)).contains(StoreException.Reason.FORBIDDEN);
        assertThat(emulator.faults().injected()).isEqualTo(1);
    }

    @Test
    void sendsNoMoreAtATimeThanItMay() throws Exception {
        emulator.faults().latency(Duration.ofMillis(200));
        List<String> names = IntStream.range(0, 12).mapToObj(i -> i + ".m4s").toList();
        write(names.toArray(String[]::new));
        long start = System.nanoTime();

        assertThat(uploads.finish(rendition, names)).hasSize(12);

        // Four rounds of three, not one of twelve and not twelve of one.
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(800), Duration.ofMillis(2_200));
    }

    @Test
    void givesUpWhatIsUnderWayWhenItIsClosed() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Status(503)).on(UPLOAD));
        uploads.begin();
        write("0.m4s", "51200.m4s");
        Awaitility.await().until(() -> emulator.faults().injected() > 0);

        uploads.close();
        write("102400.m4s");

        assertThat(pool.submit(() -> "free").get()).isEqualTo("free");
        assertThat(stored()).isEmpty();
    }

    private void store(String name, String content) {
        store.write(
                ROOT.resolve(name),
                content.getBytes(StandardCharsets.UTF_8),
                Precondition.absent(),
                new ObjectAttributes("video/mp4", "no-cache"));
    }

    private boolean isWhole(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = Files.writeString(folder.resolve(name + "-"), "content of " + name);
            Files.move(file, folder.resolve(name));
        }
    }

    private List<String> stored() {
        try (Stream<StoredObject> objects = store.list(ROOT)) {
            return objects.map(object -> ROOT.relativize(object.uri()).toString())
                    .toList();
        }
    }
}
