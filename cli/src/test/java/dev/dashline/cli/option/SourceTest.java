package dev.dashline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {

    @TempDir
    Path folder;

    @Test
    void namesAFileByItsUri() throws IOException {
        Path file = Files.createFile(folder.resolve("my clip, ä.mp4"));

        Source source = Source.parse(file.toString());

        assertThat(source.input()).isEqualTo(file.toString());
        assertThat(source.uri()).isEqualTo(file.toRealPath().toUri());
    }

    @Test
    void takesAUriAsItIs() {
        assertThat(Source.parse("gs://bucket/a.mp4").uri()).isEqualTo(URI.create("gs://bucket/a.mp4"));
    }

    @Test
    void knowsTheFolderThatItIsIn() throws IOException {
        Path file = Files.createFile(folder.resolve("a b.mp4"));

        assertThat(Source.parse(file.toString()).folder())
                .isEqualTo(folder.toRealPath().toUri());
        assertThat(Source.parse("gs://bucket/in/a.mp4").folder()).isEqualTo(URI.create("gs://bucket/in/"));
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThatThrownBy(() -> Source.parse(List.of("nowhere.mp4")))
                .isInstanceOfSatisfying(
                        CliException.class, e -> assertThat(e.exitCode()).isEqualTo(CliException.USAGE))
                .hasMessageStartingWith("nowhere.mp4 does not exist");
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> Source.parse(folder.toString())).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> Source.parse(folder.toUri().toString())).hasMessageContaining("is not a file");
    }
}
