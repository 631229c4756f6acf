package dev.dashline.cli.video;

import dev.dashline.cli.base.CliException;
import dev.dashline.media.ffmpeg.BundledFfmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes a sample clip: a moving test picture with a tone. */
final class SampleClip {

    private SampleClip() {}

    /** Makes the clip, 20 s of 720p, unless the file is there already. */
    static void make(Path file) {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command(BundledFfmpeg.install().ffmpeg(), unfinished))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CliException("no sample clip could be made at " + file + ": " + said.strip());
            }
            Files.move(unfinished, file);
        } catch (IOException e) {
            throw new CliException("no sample clip could be made: " + e.getMessage() + "; name a file to encode", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while the sample clip was made", e);
        }
    }

    static List<String> command(Path ffmpeg, Path file) {
        return List.of(
                ffmpeg.toString(),
                "-nostdin",
                "-loglevel",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1280x720:rate=30:duration=20",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=48000:duration=20",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-f",
                "mp4",
                file.toString());
    }
}
