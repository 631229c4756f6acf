package dev.dashline.encoder.task.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.media.MediaException;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Public names are written once and staged ones are replaced by later tries only, on a network that fails. */
@Timeout(60)
class UploadsTest {

    private static final ObjectTarget OBJECT = target("v/1/v180/0.m4s");
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final byte[] OTHER = "other".getBytes(UTF_8);
    private static final String UPLOAD = "^POST /upload.*uploadType=multipart";
    private static final String RESUMED = "^PUT /upload";

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("videos");
    private final ObjectStore store = StoreConfig.unrestricted()
            .withEmulator(emulator.url())
            .retryingFor(Duration.ofSeconds(15))
            .open(Executors::newCachedThreadPool);
    private final Uploads firstTry = new Uploads(store, 1);
    private final Uploads secondTry = new Uploads(store, 2);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        store.close();
        emulator.close();
    }

    @Test
    void keepsWhatWasPublishedFirst() throws Exception {
        StoredObject first = firstTry.publish(OBJECT, HELLO);
        Path other = Files.write(folder.resolve("other"), OTHER);

        assertThat(secondTry.publish(OBJECT, OTHER)).isEqualTo(first);
        assertThat(secondTry.publish(OBJECT, other)).isEqualTo(first);
        assertThat(secondTry.publishSame(OBJECT, HELLO)).isEqualTo(first);
        assertStored(first, HELLO);
    }

    @Test
    void refusesOtherContentWhereAllTriesMakeTheSame() throws Exception {
        StoredObject first = firstTry.publishSame(OBJECT, HELLO);

        assertFenced(() -> secondTry.publishSame(OBJECT, OTHER));
        assertStored(first, HELLO);
    }

    @Test
    void letsOnlyALaterTryReplaceWhatIsStaged() throws Exception {
        StoredObject first = firstTry.stage(OBJECT, HELLO);

        assertFenced(() -> firstTry.stage(OBJECT, OTHER));
        assertThat(firstTry.stage(OBJECT, HELLO)).isEqualTo(first);

        StoredObject second = secondTry.stage(OBJECT, OTHER);
        assertThat(secondTry.stage(OBJECT, OTHER)).isEqualTo(second);
        assertStored(second, OTHER);
    }

    @Test
    void findsItsOwnWriteWhoseAnswerWasLost() throws Exception {
        loseAnAnswerTo(UPLOAD);
        assertStored(firstTry.publishSame(OBJECT, HELLO), HELLO);
    }

    @Test
    void findsItsOwnReplacementWhoseAnswerWasLost() throws Exception {
        firstTry.stage(OBJECT, HELLO);
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse())
                        .on("ifGenerationMatch=[1-9]")
                        .times(1));

        StoredObject second = secondTry.stage(OBJECT, OTHER);

        assertThat(emulator.faults().injected()).isOne();
        assertStored(second, OTHER);
    }

    @Test
    void findsItsOwnResumableUploadWhoseFinalAnswerWasLost() throws Exception {
        byte[] content = new byte[6 << 20];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("large.mp4"), content);
        loseAnAnswerTo(RESUMED);

        StoredObject stored = firstTry.publish(OBJECT, file);

        assertThat(emulator.faults().injected()).isOne();
        assertStored(stored, content);
    }

    @Test
    void publishesEachObjectOnceWhateverGoesWrong() throws Exception {
        List<Fault> faults = List.of(
                new Fault.Status(503),
                new Fault.Status(429),
                new Fault.Reset(),
                new Fault.ResetAfter(2),
                new Fault.LostResponse(),
                new Fault.BreakAfter(2),
                new Fault.Corrupt());
        for (int i = 0; i < faults.size(); i++) {
            emulator.faults().add(FaultRule.every(faults.get(i)).on("/o").withProbability(0.03, i));
        }
        List<StoredObject> written = publishMany(60);
        assertThat(emulator.faults().injected()).isPositive();
        emulator.faults().clear();
        try (Stream<StoredObject> found = store.list(URI.create("gs://videos/many/"))) {
            assertThat(found).containsExactlyElementsOf(written);
        }
        for (int i = 0; i < written.size(); i++) {
            assertThat(read(written.get(i))).asString(UTF_8).isEqualTo("segment " + i);
        }
    }

    private List<StoredObject> publishMany(int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<StoredObject>> calls = IntStream.range(0, count)
                    .<Callable<StoredObject>>mapToObj(i ->
                            () -> firstTry.publishSame(target("many/" + (100 + i)), ("segment " + i).getBytes(UTF_8)))
                    .toList();
            List<StoredObject> written = new ArrayList<>();
            for (Future<StoredObject> call : threads.invokeAll(calls)) {
                written.add(call.get());
            }
            return written;
        } finally {
            threads.shutdownNow();
        }
    }

    private static ObjectTarget target(String name) {
        return new ObjectTarget(URI.create("gs://videos/" + name), "video/mp4", "no-cache");
    }

    private void loseAnAnswerTo(String request) {
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on(request).times(1));
    }

    private static void assertFenced(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(MediaException.class).hasMessageContaining("Another worker");
    }

    private void assertStored(StoredObject stored, byte[] content) throws IOException {
        emulator.faults().clear();
        assertThat(store.stat(stored.uri())).contains(stored);
        assertThat(stored.crc32c()).isEqualTo(Crc32c.of(content));
        assertThat(read(stored)).isEqualTo(content);
    }

    private byte[] read(StoredObject object) {
        return store.readAll(object.uri(), object.generation());
    }
}
