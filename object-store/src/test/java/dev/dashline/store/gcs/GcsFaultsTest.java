package dev.dashline.store.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.gcsemulator.fault.Traffic;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectStoreContract;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store keeps its contract on a network that does not. */
@Timeout(60)
class GcsFaultsTest {

    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("video/mp4", "no-cache");
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final URI OBJECT = URI.create("gs://videos/a/b.mp4");
    private static final String UPLOAD = "^POST /upload.*uploadType=multipart";
    private static final String RESUMED = "^PUT /upload";
    private static final String DOWNLOAD = "alt=media";

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("videos");
    private final ObjectStore store = open(Duration.ofSeconds(15));

    @TempDir
    Path folder;

    private ObjectStore open(Duration retryFor) {
        return TestStores.open(emulator.url(), retryFor);
    }

    @AfterEach
    void close() {
        store.close();
        emulator.close();
    }

    private Path large() throws IOException {
        byte[] content = new byte[6 << 20];
        new Random(7).nextBytes(content);
        return Files.write(folder.resolve("large.mp4"), content);
    }

    private byte[] read(StoredObject object) {
        return store.readAll(object.uri(), object.generation());
    }

    private void assertStored(StoredObject stored, byte[] content) throws IOException {
        emulator.faults().clear();
        assertThat(store.stat(stored.uri())).contains(stored);
        assertThat(stored.crc32c()).isEqualTo(Crc32c.of(content));
        assertThat(read(stored)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void triesAgainWhatMayPass(int status) throws IOException {
        emulator.faults()
                .add(FaultRule.every(new Fault.Status(status)).on(UPLOAD).times(2));
        emulator.faults()
                .add(FaultRule.every(new Fault.Status(status)).on("^GET").times(1));
        StoredObject stored = store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
        assertThat(store.stat(OBJECT)).contains(stored);
        assertThat(emulator.faults().injected()).isEqualTo(3);
        assertStored(stored, HELLO);
    }

    @Test
    void triesAgainToListAndToRemove() {
        StoredObject stored = store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
        emulator.faults().add(FaultRule.every(new Fault.Status(503)).times(1));
        try (Stream<StoredObject> found = store.list(URI.create("gs://videos/a/"))) {
            assertThat(found).containsExactly(stored);
        }
        emulator.faults().add(FaultRule.every(new Fault.Reset()).times(1));
        assertThat(store.delete(OBJECT, stored.generation())).isTrue();
        assertThat(emulator.faults().injected()).isEqualTo(2);
    }

    @Test
    void writesAgainAfterAConnectionThatEndedAtOnce() throws IOException {
        emulator.faults().add(FaultRule.every(new Fault.Reset()).on(UPLOAD).times(2));
        assertStored(store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES), HELLO);
    }

    @Test
    void resumesAnUploadThatBroke() throws IOException {
        Path content = large();
        emulator.faults()
                .add(FaultRule.every(new Fault.ResetAfter(3 << 20)).on(RESUMED).times(1));
        StoredObject stored = store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES);
        assertThat(emulator.faults().injected()).isOne();
        assertThat(emulator.traffic().received()).isLessThan(9 << 20);
        assertStored(stored, Files.readAllBytes(content));
    }

    @Test
    void resumesAnUploadThatWasAnsweredWithAnErrorHalfWay() throws IOException {
        Path content = large();
        emulator.faults()
                .add(FaultRule.every(new Fault.StatusAfter(503, 1 << 20))
                        .on(RESUMED)
                        .times(2));
        StoredObject stored = store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES);
        assertThat(emulator.faults().injected()).isEqualTo(2);
        assertStored(stored, Files.readAllBytes(content));
    }

    @Test
    void failsAWriteThatWasAppliedButWhoseAnswerWasLost() throws IOException {
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on(UPLOAD).times(1));
        assertApplied(Precondition.absent(), HELLO);
    }

    @Test
    void failsAReplacementThatWasAppliedButWhoseAnswerWasLost() throws IOException {
        StoredObject first = store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on(UPLOAD).times(1));
        assertApplied(Precondition.generationMatches(first.generation()), "other".getBytes(UTF_8));
    }

    private void assertApplied(Precondition precondition, byte[] content) throws IOException {
        ObjectStoreContract.assertFails(
                Reason.PRECONDITION_FAILED, () -> store.write(OBJECT, content, precondition, ATTRIBUTES));
        assertThat(emulator.faults().injected()).isOne();
        assertStored(store.stat(OBJECT).orElseThrow(), content);
    }

    @Test
    void findsItsOwnResumableUploadWhoseFinalAnswerWasLost() throws IOException {
        Path content = large();
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on(RESUMED).times(1));
        StoredObject stored = store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES);
        assertThat(emulator.faults().injected()).isOne();
        assertStored(stored, Files.readAllBytes(content));
    }

    @Test
    void sendsAgainWhatWasSpoiledOnItsWay() throws IOException {
        Path content = large();
        emulator.faults().add(FaultRule.every(new Fault.Corrupt()).on(UPLOAD).times(1));
        emulator.faults().add(FaultRule.every(new Fault.Corrupt()).on(RESUMED).times(1));
        StoredObject small = store.write(URI.create("gs://videos/small"), HELLO, Precondition.absent(), ATTRIBUTES);
        StoredObject large = store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES);
        assertThat(emulator.faults().injected()).isEqualTo(2);
        assertStored(small, HELLO);
        assertStored(large, Files.readAllBytes(content));
    }

    @Test
    void sendsAgainToASessionThatIsGone() throws IOException {
        Path content = large();
        emulator.faults().add(FaultRule.every(new Fault.Status(404)).on(RESUMED).times(1));
        assertStored(store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES), Files.readAllBytes(content));
    }

    @Test
    void noticesThatAWholeObjectArrivedSpoiled() {
        StoredObject stored = store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
        emulator.faults().add(FaultRule.every(new Fault.Corrupt()).on(DOWNLOAD).times(1));
        ObjectStoreContract.assertFails(Reason.CORRUPT, () -> read(stored));
    }

    @Test
    void readsOnWhereADownloadBroke() throws IOException {
        Path content = large();
        StoredObject stored = store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES);
        emulator.faults()
                .add(FaultRule.every(new Fault.BreakAfter(1 << 20)).on(DOWNLOAD).times(3));
        assertThat(read(stored)).isEqualTo(Files.readAllBytes(content));
        assertThat(emulator.faults().injected()).isEqualTo(3);
    }

    @Test
    void readsARangeInOneRequestAndNothingElse() throws IOException {
        StoredObject stored = store.write(OBJECT, large(), Precondition.absent(), ATTRIBUTES);
        Traffic before = emulator.traffic();
        try (InputStream in = store.read(stored.uri(), stored.generation(), 2 << 20, 1 << 20)) {
            assertThat(in.readAllBytes()).hasSize(1 << 20);
        }
        assertThat(emulator.traffic().since(before)).isEqualTo(new Traffic(1, 0, 1 << 20));
    }

    @Test
    void givesUpOnAConnectionThatHangs() throws IOException {
        try (ObjectStore impatient = open(Duration.ofSeconds(3))) {
            emulator.faults()
                    .add(FaultRule.every(new Fault.Stall(Duration.ofMinutes(1))).times(1));
            impatient.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
            assertThat(emulator.faults().injected()).isOne();
        }
    }

    @Test
    void givesUpOnAStoreThatStaysDown() {
        try (ObjectStore impatient = open(Duration.ofSeconds(1))) {
            emulator.faults().add(FaultRule.every(new Fault.Status(503)));
            ObjectStoreContract.assertFails(Reason.UNAVAILABLE, () -> impatient.stat(OBJECT));
            ObjectStoreContract.assertFails(
                    Reason.UNAVAILABLE, () -> impatient.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES));
        }
    }

    @Test
    void tellsWhatCannotPassAtOnce() throws IOException {
        Path content = large();
        assertAtOnce(Reason.NO_BUCKET, 404, () -> store.stat(URI.create("gs://nowhere/a")));
        assertAtOnce(Reason.NO_BUCKET, 404, () -> store.read(URI.create("gs://nowhere/a"), 1, 0, 9));
        assertAtOnce(
                Reason.NO_BUCKET,
                404,
                () -> store.list(URI.create("gs://nowhere/a")).toList());
        assertAtOnce(
                Reason.NO_BUCKET,
                404,
                () -> store.write(URI.create("gs://nowhere/a"), HELLO, Precondition.absent(), ATTRIBUTES));
        assertAtOnce(
                Reason.NO_BUCKET,
                404,
                () -> store.write(URI.create("gs://nowhere/a"), content, Precondition.absent(), ATTRIBUTES));
        assertAtOnce(Reason.NOT_FOUND, 404, () -> store.read(OBJECT, 1, 0, 9));
        emulator.faults().add(FaultRule.every(new Fault.Status(401)).times(2));
        assertAtOnce(Reason.UNAUTHENTICATED, 401, () -> store.stat(OBJECT));
        assertAtOnce(Reason.UNAUTHENTICATED, 401, () -> store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES));
        emulator.faults().add(FaultRule.every(new Fault.Status(403)));
        assertAtOnce(Reason.FORBIDDEN, 403, () -> store.stat(OBJECT));
        assertAtOnce(Reason.FORBIDDEN, 403, () -> store.read(OBJECT, 1, 0, 9));
        assertAtOnce(Reason.FORBIDDEN, 403, () -> store.write(OBJECT, content, Precondition.absent(), ATTRIBUTES));
        assertAtOnce(Reason.FORBIDDEN, 403, () -> store.delete(OBJECT, 1));
    }

    private void assertAtOnce(Reason reason, int status, ThrowingCallable call) {
        Traffic before = emulator.traffic();
        ObjectStoreContract.assertFails(reason, call);
        assertThat(emulator.traffic().since(before).requests())
                .as("requests for a %s", status)
                .isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stat", "read", "write", "list", "delete"})
    void givesUpAtOnceWhenItIsInterrupted(String call) throws Exception {
        StoredObject there = store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
        emulator.faults().add(FaultRule.every(new Fault.Stall(Duration.ofSeconds(30))));
        AtomicReference<Throwable> end = new AtomicReference<>(new AssertionError("it ended well"));
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                call(call, there);
            } catch (RuntimeException | IOException e) {
                end.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() -> emulator.faults().injected() > 0);

        thread.interrupt();

        thread.join(2_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(end.get()).isInstanceOf(StoreException.class);
        assertThat(flag).isTrue();
    }

    private void call(String name, StoredObject there) throws IOException {
        switch (name) {
            case "stat" -> store.stat(OBJECT);
            case "read" -> read(there);
            case "write" -> store.write(OBJECT, HELLO, Precondition.absent(), ATTRIBUTES);
            case "list" -> store.list(OBJECT).close();
            default -> store.delete(OBJECT, there.generation());
        }
    }
}
