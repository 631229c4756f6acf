package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a camera, phone or editor exports: every frame in its place, upright, in the right colours. */
class FormatsTest {

    /** Short chunks, so that a clip of 4 s has joins. */
    private static final Profiles PROFILE = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT0.5S
        segment: PT1S
        video:
          preset: veryfast
          profile: high
          rungs:
            - {size: 180, crf: 14, maxrate: 5M, bufsize: 10M}
        audio: {bitrate: 64k, sampleRate: 48000, channels: 2}
        """)));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "hevc.mp4, -pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=error:open-gop=1:keyint=30"
                + " -tag:v hvc1 -c:a aac, 320x180, null",
        "vp9.webm, -pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus, 320x180, null",
        "av1.mkv, -pix_fmt yuv420p -c:v libaom-av1 -usage realtime -cpu-used 8 -c:a libopus, 320x180, null",
        "prores.mov, -pix_fmt yuv422p10le -c:v prores_ks -vf setsar=4/3 -c:a pcm_s16le, 426x180, null",
        "mpeg2.ts, -pix_fmt yuv420p -c:v mpeg2video -q:v 2 -bf 2 -c:a mp2, 320x180, null",
        "interlaced.ts, '-vf tinterlace=interleave_top,fieldorder=tff -pix_fmt yuv420p -c:v mpeg2video -q:v 2"
                + " -flags +ilme+ildct -c:a mp2', 320x180, bwdif=mode=send_field",
        "late.mkv, -output_ts_offset 5 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a flac, 320x180, null",
        "deep.mp4, -pix_fmt yuv420p10le -c:v libx264 -preset ultrafast -c:a aac, 320x180, null",
        "odd.mov, -pix_fmt yuv444p -vf crop=319:179 -c:v libx264 -preset ultrafast -c:a aac, 318x178, null"
    })
    void comesOutFrameByFrame(String name, String options, String size, String reference) throws Exception {
        Path source = clip(name, options);

        EncodedVideo encoded = encode(source);

        // Each field of an interlaced frame becomes a frame.
        long frames = frames(source) * (reference.startsWith("bwdif") ? 2 : 1);
        assertThat(encoded.getFrames()).isEqualTo(frames);
        Rendition video = encoded.getRenditions().get(0);
        assertThat(video.getWidth().orElse(0) + "x" + video.getHeight().orElse(0))
                .isEqualTo(size);
        assertThat(encoded.getRenditions())
                .extracting(Rendition::getId)
                .hasSize(3)
                .contains("a0", "thumbnails");
        assertThat(similarity(source, reference, size)).isGreaterThan(0.96);
    }

    @Test
    void startsWhereTheEditListSaysAndNotAtTheKeyframeBefore() throws Exception {
        Path whole = clip("whole.mp4", "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 2 -g 50 -c:a aac");
        Path source = folder.resolve("cut.mp4");
        Programs.ffmpeg("-ss", "0.6", "-i", whole.toString(), "-c", "copy", source.toString());
        long frames = frames(source);
        assertThat(frames).isEqualTo(85);

        assertThat(encode(source).getFrames()).isEqualTo(frames);
        assertThat(similarity(source, "null", "320x180")).isGreaterThan(0.96);
    }

    @ParameterizedTest
    @CsvSource({"90, transpose=cclock, 180x320", "180, 'hflip,vflip', 320x180"})
    void turnsThePictureAsThePhoneWasHeld(String degrees, String reference, String size) throws Exception {
        Path flat = clip("flat.mp4", "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a aac");
        Path source = folder.resolve("turned.mp4");
        Programs.ffmpeg("-display_rotation", degrees, "-i", flat.toString(), "-c", "copy", source.toString());

        Rendition video = encode(source).getRenditions().get(0);

        assertThat(video.getWidth().orElse(0) + "x" + video.getHeight().orElse(0))
                .isEqualTo(size);
        assertThat(similarity(flat, reference, size)).isGreaterThan(0.96);
    }

    /** Some editors put a still before the film, as an ordinary track. */
    @Test
    void takesTheDefaultTrackAndNotAStillBeforeIt() throws Exception {
        Path source = folder.resolve("still.mp4");
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=160x90:r=25:d=0.04 -f lavfi -i testsrc2=s=320x180:r=25:d=4"
                        + " -f lavfi -i sine=d=4:sample_rate=48000 -map 0:v -map 1:v -map 2:a"
                        + " -c:v:0 mjpeg -c:v:1 libx264 -preset ultrafast -pix_fmt:v:0 yuvj420p -pix_fmt:v:1 yuv420p"
                        + " -c:a aac -disposition:v:0 0 -disposition:v:1 default");

        EncodedVideo encoded = encode(source);

        assertThat(encoded.getFrames()).isEqualTo(100);
        assertThat(encoded.getRenditions().get(0).getWidth()).contains(320);
    }

    /** FFmpeg seeks by the keyframes of the first track, whichever is read, and FFV1 begins with its own only. */
    @Test
    void beginsAtKeyframesOfItsOwnWhereAnotherTrackHasOthers() throws Exception {
        Path own = folder.resolve("own.mkv");
        Programs.make(own, "-f lavfi -i testsrc2=s=320x180:r=25:d=7 -pix_fmt yuv420p -c:v ffv1 -g 12");
        Path source = folder.resolve("two.mkv");
        Programs.make(
                source,
                "-f lavfi -i color=blue:s=160x90:r=25:d=7 -i " + own + " -map 0 -map 1 -pix_fmt yuv420p"
                        + " -c:v:0 ffv1 -g:v:0 25 -c:v:1 copy -disposition:v:0 0 -disposition:v:1 default");

        EncodedVideo encoded = encode(source);

        assertThat(encoded.getFrames()).isEqualTo(175);
        assertThat(similarity(own, "null", "320x180")).isGreaterThan(0.96);
    }

    /** A recorder without a microphone describes a track of sound, and writes no sample of it. */
    @Test
    void leavesOutATrackWithoutASample() throws Exception {
        Path source = folder.resolve("silent.mp4");
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=320x180:r=25:d=4 -f lavfi -i anullsrc=d=4 -filter_complex"
                        + " [1:a]atrim=start=10[a] -map 0:v -map [a] -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
                        + " -c:a aac -movflags empty_moov+frag_keyframe+default_base_moof");

        EncodedVideo encoded = encode(source);

        assertThat(encoded.getFrames()).isEqualTo(100);
        assertThat(encoded.getRenditions()).extracting(Rendition::getId).doesNotContain("a0");
    }

    /** The clean aperture of QuickTime: 240 of 320 pixels, from the 21st on. */
    @Test
    void showsNoMoreThanTheContainerSays() throws Exception {
        byte[] content =
                Files.readAllBytes(clip("whole.mov", "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a aac"));
        byte[] aperture = ByteBuffer.allocate(40)
                .putInt(40)
                .put("clap".getBytes(StandardCharsets.US_ASCII))
                .putInt(240)
                .putInt(1)
                .putInt(180)
                .putInt(1)
                .putInt(-20)
                .putInt(1)
                .putInt(0)
                .putInt(1)
                .array();
        // The index is at the end of the file, so that nothing moves that it points to.
        ByteBuffer file = ByteBuffer.wrap(content);
        int entry = find(content, "avc1") - 4;
        int end = entry + file.getInt(entry);
        for (String box : List.of("moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1")) {
            int size = find(content, box) - 4;
            file.putInt(size, file.getInt(size) + aperture.length);
        }
        Path source = folder.resolve("cropped.mov");
        Files.write(source, Arrays.copyOf(content, end));
        Files.write(source, aperture, StandardOpenOption.APPEND);
        Files.write(source, Arrays.copyOfRange(content, end, content.length), StandardOpenOption.APPEND);

        Rendition video = encode(source).getRenditions().get(0);

        assertThat(video.getWidth()).hasValue(240);
        assertThat(video.getHeight()).hasValue(180);
        assertThat(similarity(folder.resolve("whole.mov"), "crop=240:180:20:0", "240x180"))
                .isGreaterThan(0.96);
    }

    /** Where the type of a box is. */
    private static int find(byte[] file, String box) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(box);
    }

    /** As broadcasts do between programmes. A decoder of MPEG-2 loses the picture before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c:v libx264 -preset ultrafast -bf 0",
                "-c:v mpeg2video -q:v 2 -bf 0 -vf setfield=tff -flags +ilme+ildct"
            })
    void goesOnWhereSizeAndChannelsChange(String codec) throws Exception {
        part("first.ts", "320x180", "5.1", codec, "0", "pat_pmt_at_frames");
        part("second.ts", "160x90", "stereo", codec, "2", "initial_discontinuity");
        byte[] second = Files.readAllBytes(folder.resolve("second.ts"));
        Path source = Files.write(folder.resolve("first.ts"), second, StandardOpenOption.APPEND);

        EncodedVideo encoded = encode(source);

        long framesOfOne = codec.contains("ildct") ? 2 : 1;
        assertThat(encoded.getFrames()).isBetween(99 * framesOfOne, 100 * framesOfOne);
        String sound = folder.resolve("out/video-1/1/a0/media.m3u8").toString();
        assertThat(Programs.frameChecksums(sound)).hasSizeBetween(187, 190);
    }

    /** A white square on black, first in 4:3 and from 3 s on in 16:9: the numbers of its pixels differ. */
    @ParameterizedTest
    @ValueSource(strings = {"mpeg2video -q:v 2", "libx264 -preset ultrafast"})
    void keepsASquareASquareWhereTheShapeChanges(String codec) throws Exception {
        square("first.ts", 60, "1/1", codec, "0", "pat_pmt_at_frames");
        square("second.ts", 45, "4/3", codec, "3", "initial_discontinuity");
        byte[] second = Files.readAllBytes(folder.resolve("second.ts"));
        Path source = Files.write(folder.resolve("first.ts"), second, StandardOpenOption.APPEND);

        try (Pipeline pipeline = new Pipeline(folder, PROFILE, 4)) {
            Rendition video = pipeline.encode(source).getRenditions().get(0);

            assertThat(video.getWidth()).hasValue(240);
            assertThat(pipeline.notes()).containsOnlyOnce("SHAPE_CHANGES");
        }
        for (String time : List.of("1.5", "4.5")) {
            int[] square = square(time);
            assertThat((double) square[0] / square[1]).as(time).isBetween(0.94, 1.06);
        }
    }

    private void square(String name, int width, String pixels, String codec, String from, String flag)
            throws Exception {
        Programs.make(
                folder.resolve(name),
                "-f lavfi -i color=c=black:s=240x180:r=25:d=3,drawbox=x=80:y=60:w=" + width
                        + ":h=60:c=white:t=fill,setsar=" + pixels + ",format=yuv420p -c:v " + codec
                        + " -g 25 -bf 0 -mpegts_flags " + flag + " -output_ts_offset " + from);
    }

    /** Width and height of what is bright: the filter compares the mean of each row and column. */
    private int[] square(String time) throws Exception {
        Matcher box = Pattern.compile("crop=(\\d+):(\\d+)")
                .matcher(Programs.run(
                                Programs.tools().ffmpeg(),
                                List.of(
                                        "-nostdin",
                                        "-i",
                                        folder.resolve("out/video-1/manifest.mpd")
                                                .toString(),
                                        "-vf",
                                        "trim=start=" + time
                                                + ":duration=0.2,cropdetect=limit=40:round=2:skip=0:reset=1",
                                        "-f",
                                        "null",
                                        "-"))
                        .err());
        assertThat(box.find()).isTrue();
        return new int[] {Integer.parseInt(box.group(1)), Integer.parseInt(box.group(2))};
    }

    private void part(String name, String size, String channels, String codec, String from, String flag)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-f", "lavfi", "-i", "testsrc2=r=25:d=2:s=" + size, "-f", "lavfi", "-i", "sine=d=2:sample_rate=48000"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-af", "aformat=channel_layouts=" + channels, "-c:a", "ac3"));
        arguments.addAll(List.of(codec.split(" ")));
        arguments.addAll(List.of("-mpegts_flags", flag, "-output_ts_offset", from));
        arguments.add(folder.resolve(name).toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"smpte2084, 70, 120", "arib-std-b67, 80, 130"})
    void mapsHighDynamicRangeToWhatAnyScreenShows(String transfer, double darkest, double brightest) throws Exception {
        Path source = folder.resolve("hdr.mkv");
        // The grey that is half way to white, taken to be at 203 nits.
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=black:s=320x180:r=25:d=2,format=yuv420p,geq=lum=125:cb=128:cr=128,"
                        + "zscale=pin=bt709:tin=bt709:min=bt709:rin=tv:p=bt2020:t=" + transfer
                        + ":m=bt2020nc:r=tv:npl=203,format=yuv420p10le",
                "-c:v",
                "ffv1",
                "-color_primaries",
                "bt2020",
                "-color_trc",
                transfer,
                "-colorspace",
                "bt2020nc",
                source.toString());
        encode(source, Profiles.builtIn());
        String mpd = folder.resolve("out/video-1/manifest.mpd").toString();

        assertThat(Programs.ffprobe(
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=pix_fmt,color_range,color_space,color_transfer,color_primaries",
                        mpd))
                .first()
                .asString()
                .startsWith("yuv420p,tv,bt709,bt709,bt709");
        String brightness = Programs.ffmpeg(
                "-i", mpd, "-frames:v", "1", "-vf", "signalstats,metadata=print:file=-", "-f", "null", "-");
        Matcher mean = Pattern.compile("YAVG=([0-9.]+)").matcher(brightness);
        assertThat(mean.find()).isTrue();
        assertThat(Double.parseDouble(mean.group(1))).isBetween(darkest, brightest);
    }

    private Path clip(String name, String options) throws Exception {
        Path clip = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(
                "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4:sample_rate=48000"));
        arguments.addAll(Arrays.asList(options.split(" ")));
        arguments.add(clip.toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
        return clip;
    }

    private EncodedVideo encode(Path source) throws Exception {
        return encode(source, PROFILE);
    }

    private EncodedVideo encode(Path source, Profiles profiles) throws Exception {
        try (Pipeline pipeline = new Pipeline(folder, profiles, 4)) {
            return pipeline.encode(source);
        }
    }

    /** FFmpeg may well complain of a source. */
    private static long frames(Path source) throws Exception {
        List<String> arguments = List.of("-v", "quiet", "-i", source.toString(), "-map", "0:v", "-f", "framemd5", "-");
        return Programs.run(Programs.tools().ffmpeg(), arguments)
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    private double similarity(Path source, String reference, String size) throws Exception {
        return Similarity.of(source, reference, size, folder.resolve("out/video-1/manifest.mpd"));
    }
}
