package dev.dashline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {

    @TempDir
    Path folder;

    @Test
    void makesTheFolder() throws IOException {
        OutputPlace place = OutputPlace.parse(folder.resolve("a/b").toString());

        assertThat(place.folder()).hasValue(folder.toRealPath().resolve("a/b"));
        assertThat(place.uri().toString()).startsWith("file:///").endsWith("/a/b/");
        assertThat(folder.resolve("a/b")).isDirectory();
    }

    @Test
    void takesABucketAsItIs() {
        OutputPlace place = OutputPlace.parse("gs://bucket/videos");

        assertThat(place.uri()).isEqualTo(URI.create("gs://bucket/videos/"));
        assertThat(place.folder()).isEmpty();
    }

    @Test
    void refusesAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> OutputPlace.parse(file.toString()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("is not a folder");
    }
}
