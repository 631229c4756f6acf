package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.SourceNote;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captions that are in the pictures. FFmpeg has no encoder of them, so that the test puts them in. */
class CaptionsTest {

    /** Two lines that roll up, a new line, "HI", and much later: nothing. Each byte has odd parity. */
    private static final List<String> WORDS = List.of("9425", "9425", "94ad", "94ad", "c849");

    private static final String NOTHING = "8080";
    private static final String ERASE = "942c";
    private static final int PICTURES = 25;

    @TempDir
    private static Path shared;

    private static Path captioned = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() throws Exception {
        captioned = captioned();
    }

    @ParameterizedTest
    @CsvSource({"h264, ultrafast, high", "hevc, ultrafast, main"})
    void stayInThePicturesAndAreTold(String codec, String preset, String profile) throws Exception {
        encode(captioned, codec, preset, profile);

        assertThat(text("v90")).isEqualTo("HI");
        assertThat(manifest("master.m3u8")).contains("GROUP-ID=\"text\",NAME=\"CC1\"");
        assertThat(manifest("manifest.mpd"))
                .contains("value=\"caption\"", "<Label>CC1</Label>", "1/t0/text.vtt")
                .contains("<Accessibility schemeIdUri=\"urn:scte:dash:cc:cea-608:2015\" value=\"CC1=und\"/>");
        assertThat(manifest("master.m3u8"))
                .contains("TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\"", "INSTREAM-ID=\"CC1\"", "CLOSED-CAPTIONS=\"cc\"");
    }

    @Test
    void areNotToldWhereThereAreNone() throws Exception {
        Path source = folder.resolve("plain.mp4");
        Programs.make(source, "-f lavfi -i testsrc2=s=160x90:r=25:d=1 -pix_fmt yuv420p -c:v libx264");

        encode(source, "h264", "ultrafast", "high");

        assertThat(manifest("manifest.mpd")).doesNotContain("Accessibility", "text/vtt");
        assertThat(manifest("master.m3u8")).contains("CLOSED-CAPTIONS=NONE");
    }

    /** Of MPEG-2 and of HEVC pictures are in another order in the file; MPEG-TS begins at 1.4 s. */
    @ParameterizedTest
    @CsvSource({
        "h264.mp4, -c copy",
        "mpeg2.ts, -c:v mpeg2video -bf 2 -q:v 4",
        "hevc.mkv, -c:v libx265 -a53cc 1" + " -x265-params log-level=none -preset ultrafast"
    })
    void becomeATrackOfTextAtTheirTimes(String name, String options) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(source, "-i " + captioned + " " + options);

        try (Pipeline pipeline = Pipeline.fast(folder)) {
            TaskOutcome outcome = pipeline.text(source);

            assertThat(outcome).isInstanceOf(TaskOutcome.Transcoded.class);
            assertThat(pipeline.report().getNotes())
                    .extracting(SourceNote::getCode)
                    .contains("CAPTIONS_KEPT");
        }

        assertThat(manifest("1/t0/text.vtt")).isEqualTo("WEBVTT\n\n00:00:00.160 --> 00:00:00.880\nHI\n");
    }

    /** Television has a second language in the second field, and the same once more by the newer standard. */
    @Test
    void areToldByChannelAndService() throws Exception {
        Path source = captioned("both.mp4", Map.of(0, "fd9529 fdc849 ff0222 fe4849", PICTURES - 3, "fd152c"));

        encode(source, "h264", "ultrafast", "high");

        assertThat(manifest("manifest.mpd"))
                .contains("value=\"CC3=und\"", "cea-708:2015\" value=\"1=lang:und\"", "<Label>CC3</Label>");
        assertThat(manifest("master.m3u8"))
                .contains("INSTREAM-ID=\"CC3\"", "INSTREAM-ID=\"SERVICE1\"", "CLOSED-CAPTIONS=\"cc\"")
                .doesNotContain("CC1");
        assertThat(manifest("1/t0cc3/text.vtt")).isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:00.880\nHI\n");
    }

    /** Also of what was encoded: the captions are still in its pictures. */
    @Test
    void areToldWhereOnlyTheNewerStandardIsThere() throws Exception {
        Path source = captioned("service.mp4", Map.of(0, "ff0222 fe4849"));

        encode(source, "h264", "ultrafast", "high");

        assertThat(manifest("master.m3u8")).contains("INSTREAM-ID=\"SERVICE1\"").doesNotContain("CC1", "SUBTITLES");
        assertThat(manifest("manifest.mpd")).doesNotContain("cea-608", "text/vtt");
        Path again = joined("v90");
        try (Pipeline pipeline = Pipeline.fast(folder.resolve("again"))) {
            pipeline.encode(again);
            assertThat(pipeline.notes()).contains("CAPTIONS_KEPT", "CAPTIONS_NOT_READ");
            assertThat(Files.readString(pipeline.out().resolve("master.m3u8"))).contains("INSTREAM-ID=\"SERVICE1\"");
        }
    }

    private static Path captioned() throws Exception {
        Map<Integer, String> pairs = new HashMap<>();
        for (int picture = 0; picture < PICTURES; picture++) {
            String pair = picture < WORDS.size() ? WORDS.get(picture) : picture == PICTURES - 3 ? ERASE : NOTHING;
            pairs.put(picture, "fc" + pair);
        }
        return captioned("captioned.mp4", pairs);
    }

    /**
     * A video with captions.
     *
     * @param captions of some pictures: triplets with a byte of flags and two of captions; other pictures have nothing
     */
    private static Path captioned(String name, Map<Integer, String> captions) throws Exception {
        Path plain = shared.resolve("plain.h264");
        Programs.make(
                plain,
                "-f lavfi -i testsrc2=s=160x90:r=25:d=1 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 0"
                        + " -bsf:v h264_metadata=aud=insert -f h264");
        String hex = HexFormat.of().formatHex(Files.readAllBytes(plain));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String unit = "0000000109";
        int at = 0;
        for (int picture = 0; picture < PICTURES; picture++) {
            int delimiter = hex.indexOf(unit, at);
            int after = delimiter + unit.length() + 2;
            out.writeBytes(HexFormat.of()
                    .parseHex(hex.substring(at, after) + captions(captions.getOrDefault(picture, "fc" + NOTHING))));
            at = after;
        }
        out.writeBytes(HexFormat.of().parseHex(hex.substring(at)));
        Path raw = Files.write(shared.resolve("captioned.h264"), out.toByteArray());
        Path source = shared.resolve(name);
        Programs.ffmpeg("-r", "25", "-i", raw.toString(), "-c", "copy", source.toString());
        return source;
    }

    /** Supplemental enhancement information with triplets of bytes (ITU-T H.264, D.1.6; ATSC A/53, part 4). */
    private static String captions(String triplets) {
        String count = String.format("%02x", 0x40 | triplets.split(" ").length);
        String data = "b50031" + "47413934" + "03" + count + "ff" + triplets.replace(" ", "") + "ff";
        return "00000001" + "06" + "04" + String.format("%02x", data.length() / 2) + data + "80";
    }

    private void encode(Path source, String codec, String preset, String profile) throws Exception {
        Profiles profiles = new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT1S
            segment: PT1S
            video:
              codec: %s
              preset: %s
              profile: %s
              rungs: [{size: 90, crf: 20, maxrate: 5M, bufsize: 10M}]
            """.formatted(codec, preset, profile))));
        try (Pipeline pipeline = new Pipeline(folder, profiles, 1)) {
            pipeline.encode(source);
        }
    }

    private String manifest(String name) throws Exception {
        return Files.readString(folder.resolve("out/video-1").resolve(name));
    }

    private Path joined(String rung) throws Exception {
        Path file = folder.resolve("whole.mp4");
        Programs.ffmpeg(
                "-i",
                folder.resolve("out/video-1/1/" + rung + "/media.m3u8").toString(),
                "-c",
                "copy",
                file.toString());
        return file;
    }

    /** What FFmpeg reads out of the pictures of a rung. */
    private String text(String rung) throws Exception {
        Path file = joined(rung);
        return Programs.ffmpeg("-f", "lavfi", "-i", "movie=" + file + "[out0+subcc]", "-map", "0:s", "-f", "srt", "-")
                .lines()
                .filter(line -> line.contains("HI"))
                .map(line -> line.replaceAll("<[^>]*>|\\{[^}]*\\}|\\\\h", "").strip())
                .findFirst()
                .orElse("");
    }
}
