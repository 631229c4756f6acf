package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.media.MediaException;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {

    private static final Duration STALL_LIMIT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void takesNoLongWayToTheFirstFrameForAHang() throws Exception {
        AtomicLong written = new AtomicLong();

        // Many pictures, of which none but the last is written.
        run(
                FfmpegTools.in(Optional.empty()).ffmpeg(),
                List.of(
                        "-nostats",
                        "-progress",
                        "pipe:1",
                        "-f",
                        "lavfi",
                        "-i",
                        "mandelbrot=s=320x180:r=25",
                        "-vf",
                        "select=gte(n\\,1500)",
                        "-frames:v",
                        "1",
                        "-f",
                        "null",
                        "-"),
                written);

        assertThat(written).hasValue(1);
    }

    /** FFmpeg itself says, at its end, what it has used. */
    @Test
    void seesForHowLongFfmpegKeptProcessorsBusy() throws Exception {
        List<String> arguments = List.of(
                "-nostats",
                "-benchmark",
                "-progress",
                "pipe:1",
                "-f",
                "lavfi",
                "-i",
                "mandelbrot=s=640x360:r=25",
                "-frames:v",
                "60",
                "-f",
                "null",
                "-");
        try (ProcessorMeter meter = ProcessorMeter.open()) {
            String said = run(FfmpegTools.in(Optional.empty()).ffmpeg(), arguments, new AtomicLong());

            Matcher used = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s").matcher(said);
            assertThat(used.find()).as(said).isTrue();
            double seconds = Double.parseDouble(used.group(1)) + Double.parseDouble(used.group(2));
            assertThat(meter.total().toMillis() / 1_000.0).isBetween(0.9 * seconds - 0.1, seconds + 0.1);
        }
    }

    @Test
    void aMeterOfOneThreadMeasuresNothingOfAnother() throws Exception {
        Path busy = script("i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; echo progress=end");
        try (ProcessorMeter outer = ProcessorMeter.open()) {
            try (ProcessorMeter inner = ProcessorMeter.open()) {
                run(busy, List.of(), new AtomicLong());
                assertThat(inner.total()).isPositive();
            }
            Thread other = new Thread(() -> {
                try {
                    run(busy, List.of(), new AtomicLong());
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            other.start();
            other.join();
            assertThat(outer.total()).isZero();
        }
    }

    /** What FFmpeg says at the end of several streams, the first of which ends last. */
    @Test
    void hearsOfTheLastFramesThoughTimeIsSaidToHaveGoneBack() throws Exception {
        AtomicLong decoded = new AtomicLong();
        Path talking = script("""
            printf 'frame=735\\nout_time_us=30700000\\nprogress=continue\\n'
            printf 'frame=768\\nout_time_us=29988292\\nprogress=end\\n'\
            """);

        run(talking, List.of("out"), decoded);

        assertThat(decoded).hasValue(768);
    }

    @Test
    void endsWhatDoesNothing() throws Exception {
        Path idle = script("exec sleep 60");

        assertThatThrownBy(() -> run(idle, List.of("out"), new AtomicLong()))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no progress for 1 s");
    }

    @Test
    void endsWhatDoesNothingAlsoIfTheStateOfItsSourceCannotBeRead() throws Exception {
        Path idle = script("exec sleep 60");

        assertThatThrownBy(() -> run(idle, List.of("out"), new AtomicLong(), () -> {
                    throw new IllegalStateException("no idea");
                }))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no progress for 1 s");
    }

    private String run(Path program, List<String> arguments, AtomicLong frames) throws Exception {
        return run(program, arguments, frames, () -> InputHealth.FLOWING);
    }

    private String run(Path program, List<String> arguments, AtomicLong frames, InputFlow flow) throws Exception {
        try (ProcessGuard guard = new ProcessGuard(folder, "task-1-")) {
            ProcessStarter processes = new ProcessStarter(Cage.open(), guard, threads);
            return new Ffmpeg(program, STALL_LIMIT, processes, threads)
                    .run(arguments, Reach.NONE, Duration.ofMinutes(1), (count, micros) -> frames.set(count), flow);
        }
    }

    /** A program in FFmpeg's place. */
    private Path script(String commands) throws IOException {
        Path script = Files.createFile(
                folder.resolve("ffmpeg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
    }
}
