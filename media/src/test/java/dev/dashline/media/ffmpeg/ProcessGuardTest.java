package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.Reach;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGuardTest {

    @TempDir
    private Path folder;

    @Test
    void ffmpegAndItsFilesDoNotOutliveAProcessThatIsKilled() throws Exception {
        Path ours = Files.createDirectory(folder.resolve("task-1-a"));
        Path others = Files.createDirectory(folder.resolve("task-2-a"));
        Process encoder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Encoder.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        try (BufferedReader says =
                new BufferedReader(new InputStreamReader(encoder.getInputStream(), StandardCharsets.UTF_8))) {
            String word = says.readLine();
            assertThat(word).as(Files.readString(folder.resolve("stderr"))).isEqualTo("running");
            ProcessHandle ffmpeg = child(encoder, "ffmpeg").orElseThrow();

            encoder.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(2)).until(() -> isGone(ffmpeg));
            await().atMost(Duration.ofSeconds(2)).until(() -> !Files.exists(ours));
            assertThat(others).exists();
        } finally {
            encoder.descendants().forEach(ProcessHandle::destroyForcibly);
            encoder.destroyForcibly();
        }
    }

    /** Also if it is a zombie, which has no program any more: not every init collects at once what it inherits. */
    private static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }

    private static Optional<ProcessHandle> child(Process parent, String program) {
        return parent.children()
                .filter(child -> child.info().command().orElse("").endsWith(program))
                .findFirst();
    }

    /** A process that runs FFmpeg for as long as it lives. */
    static final class Encoder {

        private Encoder() {}

        public static void main(String[] arguments) throws Exception {
            ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
            try (ProcessGuard guard = new ProcessGuard(Path.of(arguments[0]), "task-1-")) {
                Ffmpeg ffmpeg = new Ffmpeg(
                        FfmpegTools.in(Optional.empty()).ffmpeg(),
                        Duration.ofMinutes(1),
                        new ProcessStarter(Cage.open(), guard, threads),
                        threads);
                List<String> endless = List.of(
                        "-v", "error", "-progress", "pipe:1", "-f", "lavfi", "-i", "testsrc2=r=5", "-f", "null", "-");
                boolean[] said = new boolean[1];
                ffmpeg.run(
                        endless,
                        Reach.NONE,
                        Duration.ofMinutes(2),
                        (frames, micros) -> {
                            if (!said[0]) {
                                said[0] = true;
                                System.out.println("running");
                            }
                        },
                        () -> InputHealth.FLOWING);
            }
        }
    }
}
