package dev.dashline.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ObjectStore} does. */
public abstract class ObjectStoreContract {

    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("video/mp4", "no-cache");
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final byte[] OTHER = "other".getBytes(UTF_8);

    @TempDir
    public Path folder;

    /** The store to try; the test does not close it. */
    public abstract ObjectStore store();

    /** A place of this test's own, ending in a slash, with nothing in it. */
    public abstract URI root();

    public final URI object(String name) {
        return URI.create(root() + name);
    }

    public static void assertFails(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private byte[] read(StoredObject object, long offset, long length) throws IOException {
        try (InputStream in = store().read(object.uri(), object.generation(), offset, length)) {
            return in.readAllBytes();
        }
    }

    private StoredObject create(URI object, byte[] content) {
        return store().write(object, content, Precondition.absent(), ATTRIBUTES);
    }

    private List<String> names(String prefix) {
        try (Stream<StoredObject> found = store().list(object(prefix))) {
            return found.map(is ->
                            is.uri().toString().substring(root().toString().length()))
                    .toList();
        }
    }

    @Test
    void tellsWhatWasWritten() throws IOException {
        URI name = object("a/b/c.mp4");
        StoredObject written = create(name, HELLO);

        assertThat(written.uri()).isEqualTo(name);
        assertThat(written.size()).isEqualTo(5);
        assertThat(written.crc32c()).isEqualTo("9a71bb4c");
        assertThat(written.generation()).isNotZero();
        assertThat(store().stat(name)).contains(written);
        assertThat(store().version(name)).contains(new ObjectVersion(name, 5, written.generation()));
        assertThat(read(written, 0, 5)).isEqualTo(HELLO);
    }

    @Test
    void tellsThatNothingIsThere() {
        assertThat(store().stat(object("nothing"))).isEmpty();
        assertThat(store().version(object("no/thing"))).isEmpty();
        assertFails(Reason.NOT_FOUND, () -> store().read(object("nothing"), 1, 0, 1));
    }

    @Test
    void storesEmptyObjects() throws IOException {
        StoredObject empty = create(object("empty"), new byte[0]);
        assertThat(empty.size()).isZero();
        assertThat(empty.crc32c()).isEqualTo("00000000");
        assertThat(store().stat(empty.uri())).contains(empty);
        assertThat(read(empty, 0, 10)).isEmpty();
    }

    @Test
    void storesLargeFiles() throws IOException {
        byte[] content = new byte[9 << 20];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);

        StoredObject large = store().write(object("large.mp4"), file, Precondition.absent(), ATTRIBUTES);

        assertThat(large.size()).isEqualTo(content.length);
        assertThat(large.crc32c()).isEqualTo(Crc32c.of(file));
        assertThat(read(large, 0, Long.MAX_VALUE)).isEqualTo(content);
    }

    @Test
    void readsRanges() throws IOException {
        StoredObject digits = create(object("digits"), "0123456789".getBytes(UTF_8));
        assertThat(read(digits, 3, 4)).isEqualTo("3456".getBytes(UTF_8));
        assertThat(read(digits, 8, 100)).isEqualTo("89".getBytes(UTF_8));
        assertThat(read(digits, 9, Long.MAX_VALUE)).isEqualTo("9".getBytes(UTF_8));
        assertThat(read(digits, 10, 5)).isEmpty();
        assertThat(read(digits, 1000, 5)).isEmpty();
        assertThat(read(digits, 2, 0)).isEmpty();
    }

    @Test
    void readsNoOtherGenerationThanTheOneAskedFor() {
        StoredObject first = create(object("source"), HELLO);
        store().write(first.uri(), OTHER, Precondition.generationMatches(first.generation()), ATTRIBUTES);
        assertFails(Reason.NOT_FOUND, () -> read(first, 0, 5));
    }

    @Test
    void doesNotCreateWhatIsThere() throws IOException {
        StoredObject first = create(object("once"), HELLO);
        assertFails(Reason.PRECONDITION_FAILED, () -> create(first.uri(), OTHER));
        assertThat(store().stat(first.uri())).contains(first);
        assertThat(read(first, 0, 5)).isEqualTo(HELLO);
    }

    @Test
    void createsAgainWhatWasRemoved() {
        StoredObject first = create(object("again"), HELLO);
        assertThat(store().delete(first.uri(), first.generation())).isTrue();
        StoredObject second = create(first.uri(), HELLO);
        assertThat(second.generation()).isNotEqualTo(first.generation());
    }

    @Test
    void replacesTheGenerationThatItIsToldTo() {
        StoredObject first = create(object("manifest.mpd"), HELLO);
        StoredObject second =
                store().write(first.uri(), OTHER, Precondition.generationMatches(first.generation()), ATTRIBUTES);

        assertThat(second.generation()).isNotEqualTo(first.generation());
        assertThat(store().stat(first.uri())).contains(second);
        assertFails(
                Reason.PRECONDITION_FAILED,
                () -> store().write(
                                first.uri(), HELLO, Precondition.generationMatches(first.generation()), ATTRIBUTES));
        assertThat(store().stat(first.uri())).contains(second);
    }

    @Test
    void replacesNothingWhereNothingIs() {
        assertFails(
                Reason.PRECONDITION_FAILED,
                () -> store().write(object("gone"), HELLO, Precondition.generationMatches(7), ATTRIBUTES));
        assertThat(store().stat(object("gone"))).isEmpty();
    }

    @Test
    void removesTheGenerationThatItIsToldTo() {
        StoredObject first = create(object("temporary"), HELLO);
        StoredObject second =
                store().write(first.uri(), OTHER, Precondition.generationMatches(first.generation()), ATTRIBUTES);

        assertThat(store().delete(first.uri(), first.generation())).isFalse();
        assertThat(store().stat(first.uri())).contains(second);
        assertThat(store().delete(first.uri(), second.generation())).isTrue();
        assertThat(store().stat(first.uri())).isEmpty();
        assertThat(store().delete(first.uri(), second.generation())).isFalse();
        assertThat(store().delete(object("never"), 1)).isFalse();
    }

    @Test
    void listsByPrefixInOrderOfName() {
        for (String name : List.of("v/1/b", "v/1/a", "v/1.a", "v/10/c", "v/2/d", "w")) {
            create(object(name), name.getBytes(UTF_8));
        }
        assertThat(names("")).containsExactly("v/1.a", "v/1/a", "v/1/b", "v/10/c", "v/2/d", "w");
        assertThat(names("v/1")).containsExactly("v/1.a", "v/1/a", "v/1/b", "v/10/c");
        assertThat(names("v/1/")).containsExactly("v/1/a", "v/1/b");
        assertThat(names("v/1/b")).containsExactly("v/1/b");
        assertThat(names("x")).isEmpty();
        assertThat(names("x/y/")).isEmpty();
    }

    @Test
    void listsWhatStatTells() {
        StoredObject one = create(object("list/one"), HELLO);
        StoredObject two = create(object("list/two"), OTHER);
        try (Stream<StoredObject> found = store().list(object("list/"))) {
            assertThat(found).containsExactly(one, two);
        }
    }

    @Test
    void keepsNamesThatNeedEscaping() {
        StoredObject odd = create(object("a%20b/%23c+d%25.mp4"), HELLO);
        assertThat(store().stat(odd.uri())).contains(odd);
        try (Stream<StoredObject> found = store().list(object("a%20b/"))) {
            assertThat(found.map(StoredObject::uri)).containsExactly(odd.uri());
        }
    }

    @Test
    void letsOneOfManyCreate() throws Exception {
        URI name = object("race/create");
        List<Boolean> won = race(8, i -> {
            create(name, new byte[] {(byte) i});
            return true;
        });
        assertThat(won).containsOnlyOnce(true);
    }

    @Test
    void letsOneOfManyReplace() throws Exception {
        StoredObject first = create(object("race/replace"), HELLO);
        List<Boolean> won = race(8, i -> {
            store().write(
                            first.uri(),
                            new byte[] {(byte) i},
                            Precondition.generationMatches(first.generation()),
                            ATTRIBUTES);
            return true;
        });
        assertThat(won).containsOnlyOnce(true);
    }

    private interface Contender {
        boolean run(int number) throws Exception;
    }

    /** What each answered; false for one that was fenced. */
    private static List<Boolean> race(int size, Contender contender) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(size);
        try {
            List<Callable<Boolean>> calls = IntStream.range(0, size)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            return contender.run(i);
                        } catch (StoreException e) {
                            assertThat(e.reason()).isEqualTo(Reason.PRECONDITION_FAILED);
                            return false;
                        }
                    })
                    .toList();
            List<Boolean> answers = new java.util.ArrayList<>();
            for (Future<Boolean> answer : pool.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void makesOneObjectOfOthersInTheirOrder() throws IOException {
        List<ObjectVersion> parts = IntStream.range(0, 70)
                .mapToObj(i -> create(object("parts/" + (70 - i)), (i + ",").getBytes(UTF_8)))
                .map(part -> new ObjectVersion(part.uri(), part.size(), part.generation()))
                .toList();
        String joined = IntStream.range(0, 70).mapToObj(i -> i + ",").collect(Collectors.joining());

        StoredObject whole = store().compose(object("whole"), parts, Precondition.absent(), ATTRIBUTES);

        assertThat(read(whole, 0, Long.MAX_VALUE)).isEqualTo(joined.getBytes(UTF_8));
        assertThat(store().stat(whole.uri())).contains(whole);
        assertThat(names("whole")).containsExactly("whole");
        assertThat(names("parts/")).hasSize(70);
        assertFails(
                Reason.PRECONDITION_FAILED,
                () -> store().compose(object("whole"), parts, Precondition.absent(), ATTRIBUTES));
        StoredObject none = store().compose(
                        object("whole"), List.of(), Precondition.generationMatches(whole.generation()), ATTRIBUTES);
        assertThat(none.size()).isZero();
    }

    @Test
    void composesNothingOfAPartThatIsNotThatAnyMore() {
        StoredObject old = create(object("part"), HELLO);
        store().write(object("part"), OTHER, Precondition.generationMatches(old.generation()), ATTRIBUTES);
        List<ObjectVersion> parts = List.of(new ObjectVersion(old.uri(), old.size(), old.generation()));

        assertFails(Reason.NOT_FOUND, () -> store().compose(object("whole"), parts, Precondition.absent(), ATTRIBUTES));

        assertThat(store().stat(object("whole"))).isEmpty();
    }
}
