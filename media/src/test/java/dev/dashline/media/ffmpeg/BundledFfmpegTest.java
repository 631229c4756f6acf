package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledFfmpegTest {

    @Test
    void startsWithoutLibrariesForScreenAndSound() throws Exception {
        BundledFfmpeg programs = BundledFfmpeg.install();

        // Anything that the dynamic linker has to say would come first.
        assertThat(output(programs.ffmpeg())).startsWith("ffmpeg version 8.0.1").contains("--enable-libx264");
        assertThat(output(programs.ffprobe())).startsWith("ffprobe version 8.0.1");
    }

    @Test
    void unpacksOnce() throws IOException {
        Path first = BundledFfmpeg.install().ffmpeg();
        Object unpacked = Files.readAttributes(first, "creationTime,fileKey");

        assertThat(BundledFfmpeg.install().ffmpeg()).isEqualTo(first);
        assertThat((Object) Files.readAttributes(first, "creationTime,fileKey")).isEqualTo(unpacked);
    }

    @Test
    void leavesAloneWhatIsNoProgram(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(
                folder.resolve("text"), "not ELF at all, but long enough to be looked at: ".repeat(3));

        ElfFile.withoutDevices(text);

        assertThat(text).content().startsWith("not ELF at all");
    }

    private static String output(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "-version")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
