package dev.dashline.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.store.FileErrors;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectStoreContract;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {

    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("video/mp4", "no-cache");
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    @TempDir
    Path root;

    private final FileObjectStore store = new FileObjectStore();

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public URI root() {
        return URI.create("file://" + root + "/objects/");
    }

    private FileObjectStore limited() {
        return new FileObjectStore(List.of(root.resolve("objects")));
    }

    @Test
    void leavesNothingBesideItsObjects() throws IOException {
        store.write(object("a"), HELLO, Precondition.absent(), ATTRIBUTES);
        assertFails(
                Reason.PRECONDITION_FAILED, () -> store.write(object("a"), HELLO, Precondition.absent(), ATTRIBUTES));
        try (Stream<Path> files = Files.list(root.resolve("objects"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("a");
        }
    }

    @Test
    void ignoresWhatAKilledWriterLeftAndRemovesItWhenItIsOld() throws IOException {
        store.write(object("a"), HELLO, Precondition.absent(), ATTRIBUTES);
        Path young = Files.write(root.resolve("objects/.dashline-1.tmp"), HELLO);
        Path old = Files.write(root.resolve("objects/.dashline-2.tmp"), HELLO);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));

        try (Stream<StoredObject> found = store.list(root())) {
            assertThat(found.map(StoredObject::uri)).containsExactly(object("a"));
        }
        assertThat(young).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void isUnavailableAndNotEmptyWhileNobodyCanTellWhatIsThere() throws IOException {
        Files.createSymbolicLink(root.resolve("objects"), Path.of("objects")); // a link to itself

        assertFails(Reason.UNAVAILABLE, () -> store.list(root()));
        assertFails(Reason.UNAVAILABLE, () -> store.stat(object("a/b")));
        assertFails(Reason.UNAVAILABLE, () -> store.write(object("a/b"), HELLO, Precondition.absent(), ATTRIBUTES));
    }

    @Test
    void refusesNamesOfItsOwn() {
        assertFails(
                Reason.FORBIDDEN,
                () -> store.write(object(".dashline.lock"), HELLO, Precondition.absent(), ATTRIBUTES));
    }

    @Test
    void seesThatSomebodyElseChangedAFile() throws IOException {
        Path file = Files.createDirectories(root.resolve("objects")).resolve("source.mp4");
        Files.write(file, HELLO);
        StoredObject first = store.stat(object("source.mp4")).orElseThrow();
        try (InputStream in = store.read(first.uri(), first.generation(), 0, 5)) {
            assertThat(in.read()).isEqualTo('h');
            Files.write(file, "jello!".getBytes(UTF_8));
            assertFails(Reason.NOT_FOUND, in::read);
        }
        assertFails(Reason.NOT_FOUND, () -> store.read(first.uri(), first.generation(), 0, 5));
        assertThat(store.stat(first.uri()).orElseThrow().crc32c()).isNotEqualTo(first.crc32c());
    }

    @Test
    void readsOnWhileAnotherFileTakesTheName() throws IOException {
        StoredObject first = store.write(object("m"), HELLO, Precondition.absent(), ATTRIBUTES);
        try (InputStream in = store.read(first.uri(), first.generation(), 0, 5)) {
            store.write(
                    first.uri(),
                    "other".getBytes(UTF_8),
                    Precondition.generationMatches(first.generation()),
                    ATTRIBUTES);
            assertThat(in.readAllBytes()).isEqualTo(HELLO);
        }
    }

    @Test
    void refusesNamesThatLeadOutOfItsRoots() throws IOException {
        Path outside = Files.write(root.resolve("outside"), HELLO);
        Files.createDirectories(root.resolve("objects"));
        Files.createSymbolicLink(root.resolve("objects/link"), outside);
        FileObjectStore limited = limited();

        assertFails(Reason.FORBIDDEN, () -> limited.stat(outside.toUri()));
        assertFails(Reason.FORBIDDEN, () -> limited.stat(object("../outside")));
        assertFails(Reason.FORBIDDEN, () -> limited.stat(object("%2e%2e/outside")));
        assertFails(Reason.FORBIDDEN, () -> limited.stat(object("link")));
        assertFails(Reason.FORBIDDEN, () -> limited.list(URI.create("file://" + root + "/")));
        assertFails(Reason.FORBIDDEN, () -> limited.list(URI.create("file://" + root + "/objects/../")));
        assertFails(Reason.FORBIDDEN, () -> limited.stat(URI.create("file://host/etc/passwd")));
        assertThat(limited.stat(object("x/../nothing"))).isEmpty();
    }

    @Test
    void refusesAFileWhereAFolderShouldBe() {
        store.write(object("file"), HELLO, Precondition.absent(), ATTRIBUTES);
        assertThat(store.stat(object("file/below"))).isEmpty();
        assertFails(
                Reason.FORBIDDEN, () -> store.write(object("file/below"), HELLO, Precondition.absent(), ATTRIBUTES));
    }

    @Test
    void tellsThatTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
        IOException error = org.junit.jupiter.api.Assertions.assertThrows(
                IOException.class, () -> Files.write(full, HELLO, java.nio.file.StandardOpenOption.WRITE));
        assertThat(FileErrors.explain(object("a"), "write", error).reason()).isEqualTo(Reason.FULL);
    }
}
