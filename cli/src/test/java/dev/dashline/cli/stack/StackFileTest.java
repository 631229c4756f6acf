package dev.dashline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {

    private static final URI API = URI.create("http://localhost:8080");

    @TempDir
    Path folder;

    private StackFile stack;
    private Path file;

    @BeforeEach
    void place() {
        stack = StackFile.of(Map.of("XDG_RUNTIME_DIR", folder.toString()));
        file = folder.resolve("dashline/dev.properties");
    }

    @Test
    void tellsOfAStackUntilItEnds() throws Exception {
        AutoCloseable announcement = stack.announce(API);

        assertThat(stack.find()).hasValue(new StackFile.Found(ProcessHandle.current(), API));
        announcement.close();
        assertThat(stack.find()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void isReadByItsUserAlone() throws Exception {
        try (AutoCloseable ignored = stack.announce(API)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void isNotBelievedIfOthersMayWriteIt() throws Exception {
        try (AutoCloseable ignored = stack.announce(API)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

            assertThat(stack.find()).isEmpty();
        }
    }

    @Test
    void goesWithAProcessThatHasDied() throws Exception {
        AutoCloseable unused = stack.announce(API);
        replace("since=.*", "since=2026-01-31T12\\\\:00\\\\:00Z");

        assertThat(stack.find()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void tellsNothingToAnotherBuild() throws Exception {
        try (AutoCloseable ignored = stack.announce(API)) {
            replace("build=.*", "build=other");

            assertThat(stack.find()).isEmpty();
            assertThat(file).exists();
        }
    }

    @Test
    void tellsOfTheFirstOfTwo() throws Exception {
        try (AutoCloseable ignored = stack.announce(API)) {
            stack.announce(URI.create("http://localhost:9999")).close();

            assertThat(stack.find().map(StackFile.Found::api)).hasValue(API);
        }
    }

    @Test
    void tellsNothingIfItCannotBeRead() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "pid=none\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(stack.find()).isEmpty();
    }

    private void replace(String line, String by) throws Exception {
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^" + line, by));
    }
}
