package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.profile.Profiles;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
        Path source = folder.resolve("clip.mp4");
        Programs.make(source, """
            -f lavfi
            -i testsrc2=s=160x90:d=6:r=60,select='(not(mod(n,7))+not(mod(n,3))+lt(n,50))*not(between(n,150,240))'
            -fps_mode vfr -pix_fmt yuv420p -c:v libx264 -preset ultrafast\
            """);
        try (Pipeline pipeline = new Pipeline(folder, LOSSLESS, 16)) {
            EncodingPlan plan = pipeline.analyze(source);
            // Pictures come at multiples of a sixtieth.
            assertThat(plan.getFrameRateNum() + "/" + plan.getFrameRateDen()).isEqualTo("60/1");

            List<String> expected = Programs.frameChecksums(source.toString(), "-vf", "fps=60:start_time=0");
            assertThat(chunked(source)).isEqualTo(expected);
        }
    }

    @Test
    void joinsWithoutATraceWhereTheSourceDoesNotStartAtZeroAndHasOpenGops() throws Exception {
        Path source = folder.resolve("clip.ts");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=160x90:d=5:r=25
            -pix_fmt yuv420p -c:v libx264 -x264-params open-gop=1:keyint=20:bframes=3\
            """);

        assertThat(chunked(source)).isEqualTo(Programs.frameChecksums(source.toString()));
    }

    /** Where there is no index, a seek ends between keyframes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c:v libx264 -preset ultrafast -bf 2 -g 60",
                "-c:v libx265 -preset ultrafast -x265-params log-level=error:open-gop=1:keyint=60",
                "-c:v mpeg2video -q:v 2 -bf 2 -g 60"
            })
    void joinsWithoutATraceWhereThereIsNoIndexAndAKeyframeIsRare(String codec) throws Exception {
        Path source = rareKeyframes("d=7", codec);

        assertThat(chunked(source)).isEqualTo(Programs.frameChecksums(source.toString()));
    }

    /** What the container calls a keyframe is a recovery point: pictures are whole a second later. */
    @ParameterizedTest
    @ValueSource(strings = {"ts", "mp4"})
    void joinsWithoutATraceWithIntraRefresh(String container) throws Exception {
        Path made = rareKeyframes(
                "d=7", "-c:v libx264 -preset ultrafast -crf 30 -x264-params intra-refresh=1:keyint=25:bframes=0");
        Path source = folder.resolve("refresh." + container);
        Programs.ffmpeg("-i", made.toString(), "-c", "copy", source.toString());

        assertThat(chunked(source)).isEqualTo(Programs.frameChecksums(made.toString()));
    }

    /** Copies of a later picture are of the right number. */
    @Test
    void failsAChunkThatStartsBeforeItsFirstPictureThatCanBeDecoded() throws Exception {
        Path source = rareKeyframes("d=12", "-c:v libx264 -preset ultrafast -g 250");
        FfmpegTools tools = Programs.tools();
        Path liar = Files.createFile(
                folder.resolve("ffprobe"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(liar, "#!/bin/sh\n'" + tools.ffprobe() + "' \"$@\" | sed s/___/K__/\n");
        try (Pipeline pipeline = Pipeline.with(new FfmpegTools(tools.ffmpeg(), liar), folder)) {
            EncodingPlan plan = pipeline.analyze(source);
            assertThat(plan.getChunks()).isGreaterThan(1);

            TaskOutcome outcome =
                    pipeline.run(Pipeline.transcodeTasks(source, plan).get(1));

            assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
            Failure failure = ((TaskOutcome.Failed) outcome).failure();
            assertThat(failure.getCode()).as(failure.toString()).isEqualTo(FailureCode.CORRUPT_MEDIA.name());
            assertThat(failure.getMessage()).contains("no picture that can be decoded at ");
        }
    }

    private Path rareKeyframes(String duration, String codec) throws Exception {
        Path source = folder.resolve("clip.ts");
        List<String> arguments = new ArrayList<>(
                List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:" + duration, "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of(codec.split(" ")));
        arguments.add(source.toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
        return source;
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
