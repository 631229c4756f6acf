package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.Failure;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.FailureCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person has to put right is told at once, by a name of its own, and not tried again and again. */
@Timeout(60)
class CloudErrorsTest {

    private static final URI SOURCE = URI.create("gs://sources/clip.mp4");

    @TempDir
    Path folder;

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("sources");
    private Pipeline pipeline;

    @BeforeEach
    void open() throws IOException {
        pipeline = Pipeline.from(
                StoreConfig.unrestricted().withEmulator(emulator.url()).open(Executors::newCachedThreadPool), folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
        emulator.close();
    }

    @Test
    void tellsWrongCredentials() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Status(401)));

        assertToldAtOnce(SOURCE, FailureCode.STORE_UNAUTHENTICATED);
    }

    @Test
    void tellsABucketThatIsNotThere() throws Exception {
        assertToldAtOnce(URI.create("gs://no-such-bucket/clip.mp4"), FailureCode.BUCKET_NOT_FOUND);
    }

    @Test
    void tellsAnObjectThatIsNotThere() throws Exception {
        assertToldAtOnce(SOURCE, FailureCode.SOURCE_NOT_FOUND);
    }

    @Test
    void tellsThatItMayNotReadTheSource() throws Exception {
        emulator.faults().add(FaultRule.every(new Fault.Status(403)));

        assertToldAtOnce(SOURCE, FailureCode.SOURCE_FORBIDDEN);
    }

    @Test
    void asksForNothingOutsideTheRootsOfSources() throws Exception {
        emulator.put("sources", "clip.mp4", Files.write(folder.resolve("clip.mp4"), new byte[1000]), "video/mp4");
        StoreConfig config = StoreConfig.from(Map.of("SOURCE_ROOTS", "gs://sources/videos/"))
                .owning(folder.resolve("out").toUri(), folder.resolve("staging").toUri())
                .withEmulator(emulator.url());
        try (Pipeline limited = Pipeline.from(config.open(Executors::newCachedThreadPool), folder)) {
            for (URI source : List.of(
                    SOURCE,
                    URI.create("gs://others/clip.mp4"),
                    URI.create("gs://sources/videos/../clip.mp4"),
                    URI.create("http://169.254.169.254/latest"),
                    folder.resolve("clip.mp4").toUri())) {
                assertThat(limited.failedAnalysis(source).getCode())
                        .as(source.toString())
                        .isEqualTo(FailureCode.SOURCE_FORBIDDEN.name());
            }
        }
        assertThat(emulator.traffic().requests()).isZero();
    }

    @Test
    void tellsThatItMayNoLongerReadTheSourceWhileFfmpegDoes() throws Exception {
        emulator.put("sources", "clip.mp4", Files.write(folder.resolve("clip.mp4"), new byte[1000]), "video/mp4");
        emulator.faults().add(FaultRule.every(new Fault.Status(403)).on("alt=media"));

        assertToldAtOnce(SOURCE, FailureCode.SOURCE_FORBIDDEN);
    }

    @Test
    void letsGoOfAStoreThatHangsWhenTheTaskIsCancelled() throws Exception {
        emulator.put("sources", "clip.mp4", Files.write(folder.resolve("clip.mp4"), new byte[1000]), "video/mp4");
        emulator.faults()
                .add(FaultRule.every(new Fault.Stall(Duration.ofSeconds(40))).on("alt=media"));
        AtomicReference<String> end = new AtomicReference<>("still running");
        Thread task = new Thread(() -> {
            try {
                end.set(pipeline.failedAnalysis(SOURCE).getCode());
            } catch (InterruptedException e) {
                end.set("cancelled");
            }
        });
        task.start();
        Awaitility.await().until(() -> emulator.faults().injected() > 0);

        task.interrupt();

        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> "cancelled".equals(end.get()));
        // Not the guard, which stays as long as there may be one.
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().command().orElse("").contains("/ff")))
                .isEmpty();
    }

    private void assertToldAtOnce(URI source, FailureCode code) throws InterruptedException {
        long start = System.nanoTime();

        Failure failure = pipeline.failedAnalysis(source);

        assertThat(failure.getCode()).as(failure.toString()).isEqualTo(code.name());
        assertThat(FailureCode.mayPass(failure.getCode(), failure.getRetryable()))
                .isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(emulator.traffic().requests()).isLessThanOrEqualTo(2);
    }
}
