package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.profile.Profiles;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a source says of its time: every picture once, at the time that its packets tell. */
class ClockTest {

    private static final Profiles LOSSLESS = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT0.5S
        segment: PT1S
        video:
          preset: ultrafast
          profile: high444
          rungs:
            - {size: 90, crf: 0, maxrate: 50M, bufsize: 50M}
        audio: {bitrate: 64k, sampleRate: 48000, channels: 1}
        """)));

    private static final String H264 = " -pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 2";

    @TempDir
    private Path folder;

    /** A camera that pauses, slow cameras, short clips, film for television, screens. */
    @ParameterizedTest
    @CsvSource({
        "pause.mp4, 'r=30:d=2,setpts=(N+gte(N\\,30)*95)/30/TB', 1/90000, 30/1",
        "pause.ts, 'r=30:d=2,setpts=(N+gte(N\\,30)*95)/30/TB', 1/90000, 30/1",
        "pause.mkv, 'r=30:d=2,setpts=(N/30+gte(N\\,30)*2.0167)/TB', 1/90000, 30/1",
        "fifteen.mkv, 'r=15:d=2', 1/15, 15/1",
        "fifteen.mp4, 'r=15:d=0.4', 1/15, 15/1",
        "short.mp4, 'r=24:d=0.4,setpts=(N+gte(N\\,8)*2)/24/TB', 1/90000, 24/1",
        "film.mp4, 'r=24:d=4,settb=1/60000,setpts=(floor(N/2)*5+mod(N\\,2)*2)*1001', 1/60000, 24000/1001",
        "film.ts, 'r=24:d=4,settb=1/60000,setpts=(floor(N/2)*5+mod(N\\,2)*2)*1001', 1/90000, 24000/1001",
        "screen.mp4, 'r=60:d=4,select=lt(n\\,20)+not(mod(n\\,7))+not(mod(n\\,3))', 1/60, 60/1"
    })
    void showsEveryPictureOnceAtItsTime(String name, String pictures, String unit, String rate) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=160x90:" + pictures + " -fps_mode passthrough -enc_time_base " + unit + H264);

        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo(rate);
    }

    /** As browsers record: milliseconds, no rate, and pictures that are a few milliseconds late. */
    @Test
    void findsTheRateOfARecordingThatTellsNone() throws Exception {
        Path source = folder.resolve("browser.webm");
        Programs.make(source, """
            -f lavfi
            -i testsrc2=s=160x90:d=4:r=1000,select='eq(mod(n,100),0)+eq(mod(n,100),31)+eq(mod(n,100),69)'
            -fps_mode vfr -c:v libvpx -deadline realtime -cpu-used 8\
            """);

        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo("30/1");
    }

    /** Programs that change a file may leave its old length in a tag. */
    @Test
    void believesPacketsRatherThanAnOldTag() throws Exception {
        Path source = folder.resolve("tag.mkv");
        Programs.make(source, "-f lavfi -i testsrc2=s=160x90:r=30:d=2" + H264);
        byte[] content = Files.readAllBytes(source);
        byte[] old = "00:00:15.0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(old, 0, content, find(content, "00:00:02.0"), old.length);
        Files.write(source, content);

        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo("30/1");
    }

    /** The encoder that cuts may end in the middle of a picture. */
    @ParameterizedTest
    @ValueSource(strings = {"cut.mp4", "cut.mkv"})
    void showsALastPictureThatIsVeryShort(String name) throws Exception {
        Path whole = folder.resolve("whole.mp4");
        Programs.make(whole, "-f lavfi -i testsrc2=s=160x90:r=25:d=2" + H264 + " -bf 0");
        Path source = folder.resolve(name);
        Programs.ffmpeg(
                "-i",
                whole.toString(),
                "-c",
                "copy",
                "-bsf:v",
                "setts=duration=if(eq(N\\,49)\\,max(1\\,0.005/TB)\\,DURATION)",
                source.toString());

        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo("25/1");
    }

    /** A remux in the order of decoding may give a picture the duration of another. */
    @Test
    void believesTheTimesOfPicturesRatherThanADuration() throws Exception {
        Path source = folder.resolve("middle.mkv");
        // FFmpeg then takes the start of the sound for that of the pictures, too.
        Programs.make(
                source,
                "-itsoffset 0.3 -f lavfi -i testsrc2=s=160x90:r=30:d=2 -f lavfi -i sine=d=2:sample_rate=48000"
                        + " -bsf:v setts=duration=if(eq(N\\,4)\\,6/TB\\,DURATION)" + H264 + " -bf 0 -c:a ac3");
        assertThat(Programs.ffprobe("-show_entries", "format=duration", source.toString()))
                .first()
                .asString()
                .startsWith("6.");
        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo("30/1");
    }

    /** A cut that keeps the initialization and some fragments; a clock that began ten hours or fifty years ago. */
    @ParameterizedTest
    @ValueSource(longs = {36_000, 1_764_200_000})
    void takesFragmentsOfALiveStream(long since) throws Exception {
        Path source = folder.resolve("live.mp4");
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=160x90:r=30:d=4 -g 15 -output_ts_offset " + since + H264
                        + " -movflags frag_keyframe+empty_moov+default_base_moof+frag_discont");
        // FFmpeg writes the offset into an edit list; a packager writes it into each fragment.
        byte[] content = Files.readAllBytes(source);
        int header = find(content, "mdhd");
        int unit = ByteBuffer.wrap(content).getInt(header + 16);
        for (int time = find(content, "tfdt"); time > 0; time = find(content, "tfdt", time + 4)) {
            ByteBuffer.wrap(content).putLong(time + 8, ByteBuffer.wrap(content).getLong(time + 8) + since * unit);
        }
        Files.write(source, content);

        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo("30/1");
    }

    @Test
    void takesTheEndOfALiveStream() throws Exception {
        Programs.make(
                folder.resolve("list.m3u8"),
                "-f lavfi -i testsrc2=s=160x90:r=30:d=6 -g 30" + H264
                        + " -f hls -hls_time 1 -hls_list_size 0 -hls_segment_type fmp4 -hls_segment_filename "
                        + folder.resolve("%d.m4s"));
        Path source = folder.resolve("end.mp4");
        try (OutputStream out = Files.newOutputStream(source)) {
            for (String part : List.of("init.mp4", "3.m4s", "4.m4s", "5.m4s")) {
                Files.copy(folder.resolve(part), out);
            }
        }

        assertThat(rateOfOutputWithAllPictures(source)).isEqualTo("30/1");
    }

    /** Two recordings in one file, of which the clock starts again or jumps ahead. */
    @ParameterizedTest
    @CsvSource({"ts, 0, from 3.", "ts, 40000, to 40001.", "mp4, 0, from 1."})
    void refusesRecordingsThatAreJoined(String type, long offset, String jump) throws Exception {
        Path source = folder.resolve("first." + type);
        Path second = folder.resolve("second." + type);
        String fragments = type.equals("mp4") ? " -movflags frag_keyframe+empty_moov+default_base_moof" : "";
        Programs.make(source, "-f lavfi -i testsrc2=s=160x90:r=30:d=2" + H264 + fragments);
        Programs.make(second, "-f lavfi -i testsrc2=s=160x90:r=30:d=2 -output_ts_offset " + offset + H264 + fragments);
        long place = Files.size(source);
        Files.write(source, Files.readAllBytes(second), StandardOpenOption.APPEND);
        try (Pipeline pipeline = new Pipeline(folder, LOSSLESS, 16)) {
            Failure failure = pipeline.failedAnalysis(source);

            assertThat(failure.getCode()).isEqualTo(FailureCode.CORRUPT_MEDIA.name());
            assertThat(failure.getMessage()).contains("The clock of the source jumps", jump);
            Matcher position = Pattern.compile("at byte (\\d+)").matcher(failure.getMessage());
            assertThat(position.find()).isTrue();
            assertThat(Long.parseLong(position.group(1))).isBetween(place, place + 2_000);
        }
    }

    /** Players stop where the pictures end. */
    @ParameterizedTest
    @CsvSource({
        "one.mp4, 0.04, 125",
        "one.mkv, 0.04, 125",
        "one.ts, 0.04, 125",
        "short.mp4, 1, 125",
        "short.mkv, 1, 125"
    })
    void holdsTheLastPictureForAsLongAsSoundGoesOn(String name, String pictures, long frames) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(
                source,
                "-f lavfi -i testsrc2=s=160x90:r=25:d=" + pictures + " -f lavfi -i sine=d=5:sample_rate=48000" + H264
                        + " -c:a aac");
        List<String> shown = Programs.frameChecksums(source.toString(), "-map", "0:v", "-fps_mode", "passthrough");
        try (Pipeline pipeline = new Pipeline(folder, LOSSLESS, 16)) {
            assertThat(pipeline.analyze(source).getChunks()).isGreaterThan(3);

            assertThat(pipeline.encode(source).getFrames()).isBetween(frames - 2, frames + 2);

            List<String> encoded = Programs.frameChecksums(
                    pipeline.out().resolve("1/v90/media.m3u8").toString());
            assertThat(encoded).startsWith(shown.toArray(String[]::new));
            assertThat(encoded.subList(shown.size(), encoded.size())).containsOnly(shown.get(shown.size() - 1));
        }
    }

    /** Encodes in chunks and looks for each picture of the source. Returns the rate of the output. */
    private String rateOfOutputWithAllPictures(Path source) throws Exception {
        List<Double> times = new ArrayList<>();
        for (String line :
                Programs.ffprobe("-select_streams", "v:0", "-show_entries", "packet=pts_time", source.toString())) {
            times.add(Double.parseDouble(line.replaceAll(",.*", "")));
        }
        times.sort(null);
        List<String> pictures = Programs.frameChecksums(source.toString(), "-map", "0:v:0", "-fps_mode", "passthrough");
        assertThat(pictures).hasSameSizeAs(times).doesNotHaveDuplicates();
        try (Pipeline pipeline = new Pipeline(folder, LOSSLESS, 16)) {
            EncodingPlan plan = pipeline.analyze(source);
            pipeline.encode(source);
            List<String> frames = Programs.frameChecksums(
                    pipeline.out().resolve("manifest.mpd").toString(), "-map", "0:v:0");

            double rate = (double) plan.getFrameRateNum() / plan.getFrameRateDen();
            assertThat(frames).containsAll(pictures);
            for (int each = 0; each < pictures.size(); each++) {
                double time = times.get(each) - times.get(0);
                assertThat(frames.indexOf(pictures.get(each)) / rate)
                        .as("picture " + each)
                        .isBetween(time - 1 / rate, time + 1 / rate);
            }
            return plan.getFrameRateNum() + "/" + plan.getFrameRateDen();
        }
    }

    /** Where a word begins. */
    private static int find(byte[] file, String word) {
        return find(file, word, 0);
    }

    private static int find(byte[] file, String word, int from) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(word, from);
    }
}
