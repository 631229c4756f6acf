package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A colour is the same on every rung, whatever the numbers of the source are, and every rung tells what its are. */
class ColoursTest {

    private static final String RUNGS = "  rungs: [{size: 360, crf: 10, maxrate: 5M, bufsize: 10M},"
            + " {size: 180, crf: 10, maxrate: 5M, bufsize: 10M}]";

    private static final List<Integer> RED = List.of(220, 30, 30);
    private static final List<Integer> BRIGHT = List.of(240, 240, 240);
    private static final String TELL = "stream=color_range,color_space,color_transfer,color_primaries";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rgb.mov, 640x360, format=rgb24, -c:v qtrle, 'tv,bt709,bt709,bt709'",
                "rgb.mkv, 640x360, format=gbrp, -c:v libx264rgb -preset ultrafast -qp 4, 'tv,bt709,bt709,bt709'",
                "alpha.mov, 640x360, format=rgba, -c:v png, 'tv,bt709,bt709,bt709'",
                "untold-hd.mkv, 1280x720, 'scale=out_color_matrix=bt709,format=yuv444p,"
                        + "setparams=colorspace=unknown', -c:v ffv1, 'tv,bt709,bt709,bt709'",
                "untold-sd.mkv, 640x360, 'scale=out_color_matrix=bt601,format=yuv444p,"
                        + "setparams=colorspace=unknown', -c:v ffv1, 'tv,smpte170m,smpte170m,smpte170m'",
                "full.mkv, 640x360, 'scale=out_color_matrix=bt709:out_range=pc,format=yuv444p', -c:v ffv1,"
                        + " 'tv,bt709,bt709,bt709'",
                "wide.mkv, 640x360, 'scale=out_color_matrix=bt2020,format=yuv444p,"
                        + "setparams=color_primaries=bt2020:color_trc=bt2020-10', -c:v ffv1,"
                        + " 'tv,bt2020nc,bt2020-10,bt2020'",
                "other.mkv, 640x360, 'zscale=m=ycgco:r=tv,format=yuv444p', -c:v ffv1, 'tv,bt709,bt709,bt709'"
            })
    void areTheSameOnEveryRung(String name, String size, String conversion, String codec, String told)
            throws Exception {
        Path source = source(name, size, conversion, codec);

        encode(source, "codec: h264\n  preset: ultrafast\n  profile: high\n");

        for (String rung : List.of("v360", "v180")) {
            assertThat(told(rung)).isEqualTo(told);
            assertNear(colour(rung, 0), RED);
            assertNear(colour(rung, 3), BRIGHT);
        }
    }

    /** libswscale takes grey for full range, whatever is told. */
    @Test
    void takesGreyOfLimitedRangeForThat() throws Exception {
        Path source = source(
                "grey.mp4",
                "640x360",
                "scale=out_color_matrix=bt709,format=yuv420p,extractplanes=y,setparams=range=tv",
                "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt gray -color_range tv");

        encode(source, "codec: h264\n  preset: ultrafast\n  profile: high\n");

        assertThat(told("v180")).isEqualTo("tv,bt709,bt709,bt709");
        assertNear(colour("v180", 3), BRIGHT);
        // The luma of that red.
        assertNear(colour("v180", 0), List.of(70, 70, 70));
    }

    @ParameterizedTest
    @CsvSource({"hevc, ultrafast, main", "av1, 13, main"})
    void areToldByEveryCodec(String codec, String preset, String profile) throws Exception {
        Path source = source("rgb.mov", "640x360", "format=rgb24", "-c:v qtrle");

        encode(source, "codec: " + codec + "\n  preset: " + preset + "\n  profile: " + profile + "\n");

        assertThat(told("v180")).isEqualTo("tv,bt709,bt709,bt709");
        assertNear(colour("v180", 0), RED);
        assertThat(Files.readString(folder.resolve("out/video-1/manifest.mpd")))
                .contains("\"urn:mpeg:mpegB:cicp:MatrixCoefficients\" value=\"1\"");
        assertThat(Files.readString(folder.resolve("out/video-1/master.m3u8"))).contains("VIDEO-RANGE=SDR");
    }

    /** A quarter is bright, the rest is red. */
    private Path source(String name, String size, String conversion, String options) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(
                source,
                "-f lavfi -i color=c=0xDC1E1E:s=" + size + ":r=25:d=0.4,format=gbrp[red];color=c=0xF0F0F0:s=" + size
                        + ":r=25:d=0.4,format=gbrp,crop=iw/4:ih[bright];[red][bright]overlay=x=W*3/4:format=gbrp,"
                        + conversion + " " + options);
        return source;
    }

    private void encode(Path source, String codec) throws Exception {
        Profiles profiles = new Profiles(
                List.of(Profiles.parse("h264-fast", "gop: PT1S\nsegment: PT1S\nvideo:\n  " + codec + RUNGS)));
        try (Pipeline pipeline = new Pipeline(folder, profiles, 1)) {
            pipeline.encode(source);
        }
    }

    private String told(String rung) throws Exception {
        return Programs.ffprobe("-show_entries", TELL, playlist(rung)).get(0);
    }

    private String playlist(String rung) {
        return folder.resolve("out/video-1/1/" + rung + "/media.m3u8").toString();
    }

    /** Of the middle of a quarter of the picture, as a player shows it that believes what is told. */
    private List<Integer> colour(String rung, int quarter) throws Exception {
        Path pixel = folder.resolve("pixel.rgb");
        Programs.ffmpeg(
                "-i",
                playlist(rung),
                "-frames:v",
                "1",
                "-vf",
                "scale=out_range=pc,format=gbrp,crop=16:16:iw*" + (2 * quarter + 1)
                        + "/8-8:ih/2,scale=1:1:flags=area,format=rgb24",
                "-f",
                "rawvideo",
                pixel.toString());
        byte[] rgb = Files.readAllBytes(pixel);
        return List.of(rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff);
    }

    private static void assertNear(List<Integer> colour, List<Integer> wanted) {
        for (int channel = 0; channel < 3; channel++) {
            assertThat(Math.abs(colour.get(channel) - wanted.get(channel)))
                    .as("%s, wanted %s", colour, wanted)
                    .isLessThanOrEqualTo(6);
        }
    }
}
