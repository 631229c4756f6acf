package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.Rendition;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers that recorders, discs and archives have: every frame comes out, at its time, also at joins. */
class ContainersTest {

    /** Two chunks of a clip of 2 s. */
    private static final Profiles PROFILE = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT0.5S
        segment: PT1S
        video:
          preset: ultrafast
          profile: high
          rungs: [{size: 144, crf: 14, maxrate: 5M, bufsize: 10M}]
        audio: {bitrate: 64k, sampleRate: 48000, channels: 2}
        """)));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "xvid.avi, -c:v mpeg4 -vtag XVID -q:v 2 -bf 2 -g 25 -c:a libmp3lame",
        "mjpeg.avi, -c:v mjpeg -q:v 2 -pix_fmt yuvj420p -c:a pcm_s16le",
        "flv1.flv, -c:v flv -q:v 2 -c:a libmp3lame -ar 44100",
        "h264.flv, -c:v libx264 -preset ultrafast -bf 2 -g 25 -c:a aac",
        "wmv2.wmv, -c:v wmv2 -q:v 2 -c:a wmav2",
        "mpeg1.mpg, -c:v mpeg1video -q:v 2 -bf 2 -c:a mp2",
        "mpeg2.vob, -c:v mpeg2video -q:v 2 -bf 2 -c:a ac3",
        "mpeg2.mxf, -c:v mpeg2video -q:v 2 -bf 2 -c:a pcm_s16le",
        "vp8.ogv, -c:v libvpx -deadline realtime -cpu-used 8 -b:v 4M -c:a libopus",
        "h263.3gp, -c:v h263 -s 352x288 -q:v 2 -c:a libopencore_amrnb -ar 8000 -ac 1 -b:a 12.2k",
        "dv.dv, -s 720x576 -pix_fmt yuv420p -c:v dvvideo -c:a pcm_s16le -ac 2",
        "h264.avi, -c:v libx264 -preset ultrafast -bf 3 -g 25 -c:a libmp3lame",
        "anim.gif, -map 0:v -vf split[a][b];[a]palettegen[p];[b][p]paletteuse",
    })
    void areReadFrameByFrame(String name, String options) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=256x144:r=25:d=2 -f lavfi -i sine=d=2:sample_rate=48000 -pix_fmt yuv420p "
                        + options);
        List<String> expected = Programs.frameChecksums(source.toString(), "-map", "0:v", "-fps_mode", "passthrough");

        try (Pipeline pipeline = new Pipeline(folder, PROFILE, 4)) {
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getFrames()).isEqualTo(expected.size());
            Rendition video = encoded.getRenditions().get(0);
            String size =
                    video.getWidth().orElseThrow() + "x" + video.getHeight().orElseThrow();
            Path manifest = folder.resolve("out/video-1/manifest.mpd");
            assertThat(Similarity.of(source, "null", size, manifest)).isGreaterThan(0.95);
        }
    }

    /** Whatever rate is in the stream itself, which is 25 here. */
    @ParameterizedTest
    @CsvSource({
        "bare.h264, -c:v libx264 -preset ultrafast -bf 3 -g 25, 25, 25/1",
        "bare.h264, -c:v libx264 -preset ultrafast -bf 3 -g 25, 29.97, 30000/1001",
        "bare.hevc, -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=25, 24000/1001, 24000/1001",
    })
    void bareStreamsAreReadAtTheRateThatIsStated(String name, String codec, String stated, String rate)
            throws Exception {
        Path source = folder.resolve(name);
        Programs.make(source, "-f lavfi -i testsrc2=s=256x144:r=25:d=2 -pix_fmt yuv420p " + codec);

        try (Pipeline pipeline = new Pipeline(folder, PROFILE, 4)) {
            EncodingPlan plan = ((TaskOutcome.Analyzed) pipeline.analyzed(source, stated)).plan();
            assertThat(plan.getFrameRateNum() + "/" + plan.getFrameRateDen()).isEqualTo(rate);
            EncodedVideo encoded = pipeline.encode(source, plan);

            assertThat(encoded.getFrames()).isEqualTo(50);
            Path manifest = folder.resolve("out/video-1/manifest.mpd");
            assertThat(Similarity.of(source, "null", "256x144", manifest)).isGreaterThan(0.95);
        }
    }

    @Test
    void aRateIsStatedOfBareStreamsOnly() throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.make(source, "-f lavfi -i testsrc2=s=256x144:r=25:d=1 -c:v libx264 -preset ultrafast");

        try (Pipeline pipeline = new Pipeline(folder, PROFILE, 4)) {
            Failure failure = ((TaskOutcome.Failed) pipeline.analyzed(source, "25")).failure();

            assertThat(failure.getCode()).isEqualTo("INVALID_CONTAINER");
            assertThat(failure.getMessage()).contains("Leave it out");
        }
    }

    /** As capture programs do. */
    @Test
    void aviOfWhichPicturesAreLeftOutIsRefusedIfTheOthersHaveNoTimes() throws Exception {
        Path source = folder.resolve("gaps.avi");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=256x144:r=25:d=2,select='not(between(n,20,30))'
            -fps_mode vfr -c:v libx264 -preset ultrafast -bf 0\
            """);

        try (Pipeline pipeline = new Pipeline(folder, PROFILE, 4)) {
            Failure failure = pipeline.failedAnalysis(source);

            assertThat(failure.getCode()).isEqualTo("UNSUPPORTED_CODEC");
            assertThat(failure.getMessage()).contains("Export it as MP4");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bare.h264, -map 0:v -c:v libx264 -preset ultrafast, INVALID_CONTAINER, state its rate",
        "bare.hevc, -map 0:v -c:v libx265 -x265-params log-level=error, INVALID_CONTAINER, state its rate",
        "anim.webp, -map 0:v -c:v libwebp_anim -frames:v 3, INVALID_CONTAINER, is a picture",
        "song.mp3, -map 1:a -c:a libmp3lame, INVALID_CONTAINER, such as audio-only",
        "film.nut, -c:v mpeg4 -c:a libmp3lame, INVALID_CONTAINER, 'the format nut, which is not read'",
    })
    void areRefusedWithWhatToSendInstead(String name, String options, String code, String message) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(source, "-f lavfi -i testsrc2=s=256x144:r=25:d=1 -f lavfi -i sine=d=1 " + options);

        try (Pipeline pipeline = new Pipeline(folder, PROFILE, 4)) {
            Failure failure = pipeline.failedAnalysis(source);

            assertThat(failure.getCode()).isEqualTo(code);
            assertThat(failure.getMessage()).contains(message);
        }
    }
}
