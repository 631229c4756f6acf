package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.clips.Programs;
import dev.dashline.encoder.plan.Profiles;
import dev.dashline.events.encoder.EncodingPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunked output is, frame by frame, what one run over the whole source gives. */
class SeamsTest {

    private static final Profiles LOSSLESS = new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT0.5S
            segment: PT1S
            video:
              preset: ultrafast
              profile: high444
              rungs:
                - {size: 90, crf: 0, maxrate: 50M, bufsize: 50M}
            """)));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60"})
    void joinsWithoutATraceAtAConstantRate(String rate) throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=160x90:d=5:r=" + rate,
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-bf",
                "2",
                source.toString());

        List<String> expected = Programs.frameChecksums(source.toString());
        assertThat(chunked(source)).isEqualTo(expected);
    }

    @Test
    void joinsWithoutATraceAtAVariableRate() throws Exception {
        Path source = folder.resolve("clip.mkv");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=160x90:d=6:r=60,select='not(mod(n,7))+not(mod(n,3))+lt(n,50)-between(n,150,240)'",
                "-fps_mode",
                "vfr",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                source.toString());
        try (Pipeline pipeline = new Pipeline(folder, LOSSLESS, 16)) {
            EncodingPlan plan = pipeline.analyze(source);
            String rate = plan.getFrameRateNum() + "/" + plan.getFrameRateDen();

            List<String> expected = Programs.frameChecksums(source.toString(), "-vf", "fps=" + rate + ":start_time=0");
            assertThat(chunked(source)).isEqualTo(expected);
        }
    }

    @Test
    void joinsWithoutATraceWhereTheSourceDoesNotStartAtZeroAndHasOpenGops() throws Exception {
        Path source = folder.resolve("clip.ts");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=160x90:d=5:r=25",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-x264-params",
                "open-gop=1:keyint=20:bframes=3",
                source.toString());

        assertThat(chunked(source)).isEqualTo(Programs.frameChecksums(source.toString()));
    }

    private List<String> chunked(Path source) throws Exception {
        try (Pipeline pipeline = new Pipeline(folder, LOSSLESS, 16)) {
            assertThat(pipeline.analyze(source).getChunks()).isGreaterThan(3);
            pipeline.encode(source);
            return Programs.frameChecksums(
                    pipeline.out().resolve("manifest.mpd").toString());
        }
    }
}
