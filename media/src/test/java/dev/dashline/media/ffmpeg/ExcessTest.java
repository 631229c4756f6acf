package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.CageLimits;
import dev.dashline.media.cage.Cages;
import dev.dashline.media.cage.Confinement;
import dev.dashline.media.cage.Reach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExcessTest {

    private static final CageLimits TIGHT = new CageLimits(256 << 20, 4 << 20);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void saysThatAFileIsTooLarge() throws Exception {
        assertEnds("-f lavfi -i testsrc2=s=640x360 -f rawvideo " + folder.resolve("large"), CageLimits.DISK, "4 MiB");
    }

    @Test
    void saysThatFilesAreTooLargeTogether() throws Exception {
        assertEnds("-f lavfi -i testsrc2=s=320x180 -c:v bmp " + folder.resolve("%d.bmp"), CageLimits.DISK, "4 MiB");
    }

    @Test
    void saysThatThereIsNotEnoughMemory() throws Exception {
        assertEnds("-f lavfi -i testsrc2=s=4000x4000 -t 3 -c:v libx264 -f null -", CageLimits.MEMORY, "256 MiB");
    }

    @Test
    void saysThatProcessorsWereBusyForTooLong() {
        assertThat(Excess.of("FFmpeg", OptionalInt.of(128 + 24), "", TIGHT))
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("processors busy"));
    }

    private void assertEnds(String options, String... limit) throws Exception {
        BundledFfmpeg programs = BundledFfmpeg.install();
        Cage cage = Cages.build(
                Confinement.AUTO, TIGHT, BundledFfmpeg.cache(), List.of(programs.ffmpeg(), programs.ffprobe()));
        assumeTrue(cage.gaps().isEmpty(), () -> "this machine cannot: " + cage.gaps());
        List<String> arguments = List.of(("-nostats -progress pipe:1 -v error " + options).split(" "));
        try (ProcessGuard guard = new ProcessGuard(folder, "task-1-")) {
            Ffmpeg ffmpeg = new Ffmpeg(
                    programs.ffmpeg(), Duration.ofSeconds(10), new ProcessStarter(cage, guard, threads), threads);

            MediaException failure = catchThrowableOfType(
                    MediaException.class,
                    () -> ffmpeg.run(
                            arguments,
                            Reach.NONE.in(folder),
                            Duration.ofSeconds(20),
                            (frames, micros) -> {},
                            () -> InputHealth.FLOWING));

            assertThat(failure.fault()).as(failure.toString()).isEqualTo(MediaFault.TOO_LARGE);
            assertThat(failure).hasMessageContainingAll(limit);
        }
    }
}
