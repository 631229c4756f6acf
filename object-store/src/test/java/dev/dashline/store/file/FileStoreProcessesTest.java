package dev.dashline.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File stores of several processes on one folder, some of them killed. */
@Timeout(60)
class FileStoreProcessesTest {

    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("text/plain", "no-cache");

    @TempDir
    Path folder;

    private final FileObjectStore store = new FileObjectStore();

    private URI root() {
        return URI.create("file://" + folder + "/out/");
    }

    private Process contender(String name, String work, int times) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileStoreContender.class.getName(),
                        root().toString(),
                        name,
                        work,
                        Integer.toString(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The number that a process printed at its end. */
    private static int result(Process process) throws Exception {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            List<String> lines = out.lines().toList();
            assertThat(process.waitFor()).isZero();
            return Integer.parseInt(lines.get(1));
        }
    }

    @Test
    void createsEachObjectOnce() throws Exception {
        Process one = contender("1", "create", 200);
        Process two = contender("2", "create", 200);
        assertThat(result(one) + result(two)).isEqualTo(200);
    }

    @Test
    void losesNoReplacement() throws Exception {
        StoredObject counter =
                store.write(root().resolve("counter"), "0".getBytes(UTF_8), Precondition.absent(), ATTRIBUTES);
        Process one = contender("1", "count", 100);
        Process two = contender("2", "count", 100);
        assertThat(result(one) + result(two)).isEqualTo(200);
        assertThat(read(store.stat(counter.uri()).orElseThrow())).isEqualTo("200");
    }

    @Test
    void survivesAKill() throws Exception {
        Process killed = contender("1", "create", 1_000_000);
        try {
            Awaitility.await()
                    .until(() -> store.version(root().resolve("object-20")).isPresent());
        } finally {
            killed.destroyForcibly().waitFor();
        }
        try (Stream<StoredObject> found = store.list(root())) {
            assertThat(found)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(object -> assertThat(read(object)).isEqualTo("1".repeat(100_000)));
        }
    }

    @Test
    void isNotLockedByAProcessThatWasKilled() throws Exception {
        StoredObject counter =
                store.write(root().resolve("counter"), "0".getBytes(UTF_8), Precondition.absent(), ATTRIBUTES);
        Process killed = contender("1", "count", 1_000_000);
        try {
            Awaitility.await().until(() -> version(counter) != counter.generation());
        } finally {
            killed.destroyForcibly().waitFor();
        }
        StoredObject now = store.stat(counter.uri()).orElseThrow();
        assertThat(store.write(
                        now.uri(),
                        "done".getBytes(UTF_8),
                        Precondition.generationMatches(now.generation()),
                        ATTRIBUTES))
                .isNotEqualTo(now);
    }

    private long version(StoredObject object) {
        return store.version(object.uri()).orElseThrow().generation();
    }

    private String read(StoredObject object) throws IOException {
        try (InputStream in = store.read(object.uri(), object.generation(), 0, Long.MAX_VALUE)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
