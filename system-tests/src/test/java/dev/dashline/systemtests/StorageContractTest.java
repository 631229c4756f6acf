package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.PartsSum;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.simulated.SimulatedExecutor;
import dev.dashline.encoder.simulated.SimulatedVideo;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.executor.PartStore;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.publisher.store.ObjectStorePublishers;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.schemas.storage.ObjectKind;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageNames;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.file.FileObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoder and publisher take every name from the storage contract: a name is changed in one place, and both follow. */
class StorageContractTest {

    private static final StorageNames OTHER_NAMES = renamed();

    static {
        TrustedEvents.vouch();
    }

    @TempDir
    Path folder;

    private final FileObjectStore store = new FileObjectStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void bothServicesFollowANameThatIsChangedInOnePlace() throws Exception {
        StorageLayout layout = layout(OTHER_NAMES);
        PublicationOrder order = encode(layout, 7);
        try (Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
                ObjectStorePublishers kind =
                        ObjectStorePublishers.of(store, layout, Clock.systemUTC(), 2, supervisor)) {
            publish(kind, order);

            assertThat(names()).isNotEmpty().allMatch(name -> name.startsWith("renamed-"));
            assertThat(folder.resolve("out/v/renamed-manifest.mpd"))
                    .content()
                    .contains("\"try-7/$RepresentationID$/renamed-init.mp4\"");
            assertThat(folder.resolve("out/v/renamed-master.m3u8")).exists();
            assertThat(folder.resolve("out/v/try-7/v360/renamed-0.m4s")).exists();

            kind.sweep(new SweepOrder("v", 7, true, 0));
            assertThat(folder.resolve("staging/v/try-7/parts"))
                    .satisfies(parts -> assertThat(files(parts)).isEmpty());
            assertThat(folder.resolve("staging/v/try-7/renamed-manifest.mpd")).exists();

            kind.withdraw(new WithdrawalOrder("v", 7, 0, Optional.empty()));
            kind.sweep(new SweepOrder("v", 7, false, 0));
            assertThat(names()).isEmpty();
        }
    }

    /**
     * Nine digits were once read, and what has ten was taken for attempt 0, so that nothing was withdrawn but all was
     * swept.
     */
    @ParameterizedTest
    @ValueSource(ints = {1_000_000_000, Integer.MAX_VALUE})
    void theLastAttemptThereCanBeIsWithdrawnBeforeItIsSwept(int attempt) throws Exception {
        StorageLayout layout = layout(StorageNames.STANDARD);
        PublicationOrder earlier = encode(layout, 1);
        PublicationOrder order = encode(layout, attempt);
        try (Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
                ObjectStorePublishers kind =
                        ObjectStorePublishers.of(store, layout, Clock.systemUTC(), 2, supervisor)) {
            publish(kind, earlier);
            publish(kind, order);
            assertThat(folder.resolve("out/v/manifest.mpd")).content().contains("\"" + attempt + "/");

            kind.sweep(new SweepOrder("v", attempt, false, 1));

            assertThat(folder.resolve("out/v/manifest.mpd")).content().contains("\"1/");
            assertThat(files(folder.resolve("out/v/" + attempt))).isEmpty();
        }
    }

    private StorageLayout layout(StorageNames names) {
        URI root = folder.toUri();
        return new StorageLayout(new StorageRoots(URI.create(root + "out/"), URI.create(root + "staging/")), names);
    }

    private static void publish(ObjectStorePublishers kind, PublicationOrder order) throws InterruptedException {
        try (Publisher publisher = kind.create()) {
            assertThat(publisher.publish(order)).isInstanceOf(PublishOutcome.Done.class);
        }
    }

    /** What a simulated encoder leaves: small objects, with the layout and the checks of real ones. */
    private PublicationOrder encode(StorageLayout layout, int attempt) throws InterruptedException {
        EncodeSettings settings = new EncodeSettings(layout, folder.resolve("work"), 1);
        SimulatedExecutor executor = new SimulatedExecutor(new PartStore(store, settings, Clock.systemUTC()));
        TaskOutcome analyzed = executor.execute(task(attempt, TaskIds.ANALYZE, null, new Analyze()), done -> {});
        EncodingPlan plan = ((TaskOutcome.Analyzed) analyzed).plan();
        TaskOutcome part = executor.execute(task(attempt, TaskIds.video(0), plan, new TranscodeVideo(0)), done -> {});
        Package work =
                PartsSum.NONE.plus(((TaskOutcome.Transcoded) part).part()).packaging();
        TaskOutcome packaged = executor.execute(task(attempt, TaskIds.PACKAGE, plan, work), done -> {});
        EncodedVideo encoded = ((TaskOutcome.Packaged) packaged).encoded();
        return new PublicationOrder("v", attempt, encoded, Optional.empty(), Priority.NORMAL);
    }

    private static EncoderTask task(int attempt, String id, @Nullable EncodingPlan plan, Object work) {
        VideoRequested request = VideoRequested.newBuilder()
                .setVideoId("v")
                .setAttempt(attempt)
                .setSource("file:///nothing.mp4")
                .setRequestedAt(Instant.EPOCH)
                .setLabels(Map.of(SimulatedVideo.ENCODING_TIME, "0s"))
                .build();
        return EncoderTask.newBuilder()
                .setVideoId("v")
                .setAttempt(attempt)
                .setTaskId(id)
                .setEpoch(1)
                .setIssuedAt(Instant.EPOCH)
                .setRequest(request)
                .setPlan(plan)
                .setWork(work)
                .build();
    }

    /** Of all objects in both roots. */
    private List<String> names() {
        return Stream.of("out", "staging")
                .flatMap(root -> files(folder.resolve(root)).stream())
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith(".dashline"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StorageNames renamed() {
        StorageNames names = StorageNames.STANDARD.withAttemptFolder("try-{attempt}/");
        for (ObjectKind kind : ObjectKind.values()) {
            names = names.with(kind, "renamed-" + names.pattern(kind));
        }
        return names;
    }
}
