package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever becomes of FFmpeg and of what it writes, a task that reports success has written what it says. */
class FaultsTest {

    @TempDir
    private Path folder;

    private Path source;

    @BeforeEach
    void makeClip() throws Exception {
        source = folder.resolve("clip.mp4");
        Programs.make(source, """
                -f lavfi -i testsrc2=s=640x360:r=25:d=4
                -vf noise=alls=40:allf=t -c:v libx264 -preset ultrafast -pix_fmt yuv420p""");
    }

    /** FFmpeg's DASH muxer ends with status 0 there. */
    @Test
    void failsOnAFullDisk() throws Exception {
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", scratch.toString()) == 0,
                "no file system can be mounted: this takes root");
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            assertThat(failure(pipeline).getCode())
                    .isIn(FailureCode.OUTPUT_INVALID.name(), FailureCode.ENCODER_FAILED.name());
            assertThat(scratch).isDirectoryNotContaining(Files::isDirectory);
        } finally {
            run("umount", scratch.toString());
        }
    }

    /** The same for everybody: no file may grow beyond 40 KiB, and who tries gets an error. */
    @Test
    void failsWhereAFileCannotGrow() throws Exception {
        try (Pipeline pipeline = with("trap '' XFSZ; ulimit -f 80; exec $FFMPEG \"$@\"")) {
            assertThat(failure(pipeline).getCode())
                    .isIn(FailureCode.OUTPUT_INVALID.name(), FailureCode.ENCODER_FAILED.name());
        }
    }

    /**
     * FFmpeg catches TERM, and ends with a status of its own. A source that cannot be decoded well is not to blame for
     * that.
     */
    @ParameterizedTest
    @CsvSource({"KILL, signal 9", "TERM, status 255"})
    void failsIfFfmpegIsEndedInTheMiddleOfASegment(String signal, String told) throws Exception {
        try (Pipeline pipeline = with(
                // A segment has another name until it is finished.
                "$FFMPEG \"$@\" & child=$!; until [ -e \"${out%/*}/0/0.m4s.tmp\" ] || [ -e \"${out%/*}/0/0.m4s\" ]; do"
                        + " :; done; echo 'corrupt frame' >&2; kill -" + signal + " $child; wait $child")) {
            Failure failure = failure(pipeline);
            assertThat(failure.getCode()).isEqualTo(FailureCode.ENCODER_FAILED.name());
            assertThat(failure.getMessage()).contains(told);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rm $out/1/0.m4s",
        "rm $out/1/init.mp4",
        "truncate -s -1000 $out/1/0.m4s",
        "'cp $out/0/0.m4s $out/1/0.m4s'",
        "dd if=/dev/zero of=$out/0/0.m4s bs=1 seek=20000 count=4096 conv=notrunc",
        // Within the first picture, past its headers.
        "printf '\\377\\377\\377\\377\\377\\377' | dd of=$out/0/0.m4s bs=1 seek=4000 conv=notrunc",
        // Within any picture of the lowest rung.
        "head -c 300 /dev/urandom | dd of=$out/1/0.m4s bs=1 seek=30000 conv=notrunc"
    })
    void noticesWhatFfmpegCallsASuccess(String damage) throws Exception {
        try (Pipeline pipeline = with("$FFMPEG \"$@\" || exit; case $out in *chunk.mpd) out=${out%/*}; " + damage
                + ";; esac 2>/dev/null; exit 0")) {
            Failure failure = failure(pipeline);

            assertThat(failure.getCode()).as(failure.toString()).isEqualTo(FailureCode.OUTPUT_INVALID.name());
            assertThat(failure.getRetryable()).isTrue();
        }
    }

    private Failure failure(Pipeline pipeline) throws Exception {
        EncoderTask task =
                Pipeline.transcodeTasks(source, pipeline.analyze(source)).get(0);
        TaskOutcome outcome = pipeline.run(task);
        assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
        try (Stream<Path> written = Files.walk(folder)) {
            // Segments may be up already, but nobody can know of them.
            assertThat(written.map(Path::toString)).noneMatch(file -> file.endsWith(".mpd") || file.endsWith(".m3u8"));
        }
        assertThat(pipeline.scratch()).isDirectoryNotContaining(Files::isDirectory);
        return ((TaskOutcome.Failed) outcome).failure();
    }

    /** A pipeline whose FFmpeg is this; {@code $out} is the last argument. */
    private Pipeline with(String script) throws Exception {
        return Pipeline.with(Programs.wrapped(folder, script), folder);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
