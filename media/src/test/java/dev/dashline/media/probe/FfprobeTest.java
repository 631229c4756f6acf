package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.ProcessGuard;
import dev.dashline.media.ffmpeg.ProcessStarter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfprobeTest {

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "TERM", "KILL"})
    void aSourceIsNotToBlameIfSomebodyEndsFfprobe(String signal) throws Exception {
        MediaException failure = failure("kill -" + signal + " $$");

        assertThat(failure.fault()).isEqualTo(MediaFault.ENCODER_FAILED);
        assertThat(failure.exitCode().orElseThrow()).isGreaterThan(128);
    }

    @Test
    void aSourceThatFfprobeCrashesOnIsToBlame() throws Exception {
        assertThat(failure("kill -SEGV $$").fault()).isEqualTo(MediaFault.INVALID_CONTAINER);
    }

    private MediaException failure(String script) throws Exception {
        Path program = Files.createFile(
                folder.resolve("ffprobe"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        try (ProcessGuard guard = new ProcessGuard(folder, "task-")) {
            Ffprobe ffprobe =
                    new Ffprobe(program, SourceLimits.DEFAULT, new ProcessStarter(Cage.open(), guard, threads));
            return catchThrowableOfType(
                    MediaException.class,
                    () -> ffprobe.probe(
                            MediaInput.file(folder.resolve("clip.mp4")),
                            Optional.empty(),
                            true,
                            () -> InputHealth.FLOWING));
        }
    }
}
