package dev.dashline.encoder.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.encoder.clips.Programs;
import dev.dashline.encoder.media.MediaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {

    private static final Duration STALL_LIMIT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void takesNoLongWayToTheFirstFrameForAHang() throws Exception {
        AtomicLong written = new AtomicLong();

        // Many pictures, of which none but the last is written.
        run(
                Programs.tools().ffmpeg(),
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

    /** What FFmpeg says at the end of several streams, the first of which ends last. */
    @Test
    void hearsOfTheLastFramesThoughTimeIsSaidToHaveGoneBack() throws Exception {
        AtomicLong decoded = new AtomicLong();
        Path talking = Programs.wrapped(folder, """
                        printf 'frame=735\\nout_time_us=30700000\\nprogress=continue\\n'
                        printf 'frame=768\\nout_time_us=29988292\\nprogress=end\\n'""").ffmpeg();

        run(talking, List.of("out"), decoded);

        assertThat(decoded).hasValue(768);
    }

    @Test
    void endsWhatDoesNothing() throws Exception {
        Path idle = Programs.wrapped(folder, "exec sleep 60").ffmpeg();

        assertThatThrownBy(() -> run(idle, List.of("out"), new AtomicLong()))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no progress for 1 s");
    }

    private void run(Path program, List<String> arguments, AtomicLong frames) throws Exception {
        try (ProcessGuard guard = new ProcessGuard(folder, "task-1-");
                Ffmpeg ffmpeg = new Ffmpeg(program, STALL_LIMIT, guard)) {
            ffmpeg.run(
                    arguments, Duration.ofMinutes(1), (count, micros) -> frames.set(count), () -> InputHealth.FLOWING);
        }
    }
}
