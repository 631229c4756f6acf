package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundTest {

    /** What people notice starts at about twice that. */
    private static final double IN_SYNC = 0.025;

    /** White for one frame and a tone for as long, at 1 s, 3 s, 5 s and 7 s. */
    private static final String FLASH =
            "color=black:s=160x90:r=25:d=8,drawbox=c=white:t=fill:enable='lt(mod(t,2)-1,0.039)" + "*gte(mod(t,2)-1,0)'";

    private static final String BEEP =
            "aevalsrc='if(lt(mod(t,2)-1,0.04)*gte(mod(t,2)-1,0),sin(2*PI*1000*t),0)':s=44100:d=8";

    @TempDir
    private Path folder;

    /** Also where the source does not start at zero, and where an edit list starts it between keyframes. */
    @ParameterizedTest
    @CsvSource({
        "flash.mov, -c:a pcm_s16le, 0",
        "flash.ts, -c:a aac, 0",
        "flash.mkv, -c:a flac -output_ts_offset 5, 0",
        "flash.mp4, -c:a aac -bf 2, 0.4"
    })
    void staysInSyncFromStartToEnd(String name, String options, double cut) throws Exception {
        Path whole = folder.resolve(name);
        List<String> arguments = new ArrayList<>(
                List.of("-f", "lavfi", "-i", FLASH, "-f", "lavfi", "-i", BEEP, "-c:v", "libx264", "-g", "50"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        arguments.addAll(List.of(options.split(" ")));
        arguments.add(whole.toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
        Path source = whole;
        if (cut > 0) {
            source = folder.resolve("cut-" + name);
            Programs.ffmpeg("-ss", Double.toString(cut), "-i", whole.toString(), "-c", "copy", source.toString());
        }
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            pipeline.encode(source);
            Path sound = folder.resolve("sound.raw");
            String manifest = pipeline.out().resolve("manifest.mpd").toString();
            Programs.ffmpeg("-i", manifest, "-map", "0:a", "-ac", "1", "-ar", "48000", "-f", "s16le", sound.toString());

            List<Double> beeps = beeps(Files.readAllBytes(sound));

            assertThat(beeps).hasSize(4);
            for (int each = 0; each < 4; each++) {
                assertThat(beeps.get(each)).isCloseTo(1 + 2 * each - cut, within(IN_SYNC));
            }
            assertThat(flashes(manifest)).containsExactly(1 - cut, 3 - cut, 5 - cut, 7 - cut);
        }
    }

    @Test
    void putsSilenceBeforeSoundThatStartsLate() throws Exception {
        Path source = folder.resolve("late.mkv");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=160x90:r=25:d=4
            -itsoffset 1.5
            -f lavfi -i sine=d=2
            -c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le\
            """);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodedVideo encoded = pipeline.encode(source);
            Path sound = folder.resolve("sound.raw");
            Programs.ffmpeg(
                    "-i",
                    pipeline.out().resolve("1/a0/media.m3u8").toString(),
                    "-ac",
                    "1",
                    "-ar",
                    "48000",
                    "-f",
                    "s16le",
                    sound.toString());

            assertThat(beeps(Files.readAllBytes(sound)).get(0)).isCloseTo(1.5, within(IN_SYNC));
            assertThat(Files.size(sound) / 2.0 / 48_000).isCloseTo(3.5, within(IN_SYNC));
            assertThat(encoded.getFrames()).isEqualTo(100);
        }
    }

    /** MPEG-TS tells what sound is only where it begins. */
    @Test
    void findsSoundThatBeginsLateInMpegTs() throws Exception {
        Path source = folder.resolve("late.ts");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=160x90:r=25:d=11
            -itsoffset 9
            -f lavfi -i sine=d=2:sample_rate=48000
            -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac\
            """);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            assertThat(pipeline.encode(source).getFrames()).isEqualTo(275);
            Path sound = folder.resolve("sound.raw");
            String playlist = pipeline.out().resolve("1/a0/media.m3u8").toString();
            Programs.ffmpeg("-i", playlist, "-ac", "1", "-ar", "48000", "-f", "s16le", sound.toString());

            assertThat(beeps(Files.readAllBytes(sound)).get(0)).isCloseTo(9, within(IN_SYNC));
        }
    }

    /** FFmpeg guesses one by the bit rate of MP3, ten times too long where the pictures have no loss. */
    @ParameterizedTest
    @ValueSource(strings = {"-c:v libx264 -pix_fmt yuv420p -c:a aac", "-c:v ffv1 -c:a libmp3lame"})
    void keepsTheSoundOfARecordingThatTellsNoDuration(String codecs) throws Exception {
        Path source = folder.resolve("live.mkv");
        Programs.make(source, "-f lavfi -i testsrc2=s=160x90:r=25:d=3 -f lavfi -i sine=d=3 " + codecs + " -live 1");
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            assertThat(pipeline.encode(source).getRenditions())
                    .extracting(Rendition::getId)
                    .contains("a0");
        }
    }

    @Test
    void encodesEveryLanguageAndMixesSurroundDown() throws Exception {
        Path source = folder.resolve("languages.mkv");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=160x90:r=25:d=2
            -f lavfi -i sine=d=2
            -f lavfi -i anoisesrc=d=2,aformat=channel_layouts=5.1
            -map 0 -map 1 -map 2 -c:v libx264 -pix_fmt yuv420p -c:a aac -metadata:s:a:0 language=ger
            -metadata:s:a:1 language=por\
            """);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            List<Rendition> audio = pipeline.encode(source).getRenditions().stream()
                    .filter(rendition -> rendition.getSampleRate().isPresent())
                    .toList();

            assertThat(audio)
                    .extracting(
                            rendition -> rendition.getLanguage().orElse(""),
                            rendition -> rendition.getChannels().orElse(0))
                    .containsExactly(tuple("de", 1), tuple("pt", 2));
        }
    }

    @Test
    void keepsSurroundBesideStereoWhereTheProfileAsksForIt() throws Exception {
        Path source = folder.resolve("surround.mkv");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=160x90:r=25:d=2
            -f lavfi -i anoisesrc=d=2,aformat=channel_layouts=5.1
            -f lavfi -i sine=d=2
            -map 0 -map 1 -map 2 -c:v libx264 -pix_fmt yuv420p -c:a ac3 -metadata:s:a:0 language=ger
            -metadata:s:a:1 language=eng\
            """);
        try (Pipeline pipeline = new Pipeline(folder, surround(), 2)) {
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getRenditions().stream().skip(1))
                    .extracting(
                            rendition -> rendition.getLanguage().orElse(""),
                            rendition -> rendition.getChannels().orElse(0))
                    .containsExactly(tuple("de", 2), tuple("de", 6), tuple("en", 1));
            String master = Files.readString(pipeline.out().resolve("master.m3u8"));
            assertThat(master.lines().filter(line -> line.contains("GROUP-ID=\"surround\"")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("1/a1/") && line.contains("CHANNELS=\"6\""))
                    .anyMatch(line -> line.contains("1/a2/"));
            assertThat(Programs.frameChecksums(
                            pipeline.out().resolve("manifest.mpd").toString(), "-map", "0:a:1"))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6})
    void keepsItsOwnLengthShorterOrLongerThanThePicture(int seconds) throws Exception {
        Path source = folder.resolve("length.mov");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=160x90:r=25:d=4",
                "-f",
                "lavfi",
                "-i",
                "sine=d=" + seconds,
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "pcm_s16le",
                source.toString());
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodedVideo encoded = pipeline.encode(source);

            Path sound = folder.resolve("sound.raw");
            String playlist = pipeline.out().resolve("1/a0/media.m3u8").toString();
            Programs.ffmpeg("-i", playlist, "-ac", "1", "-ar", "48000", "-f", "s16le", sound.toString());
            assertThat(Files.size(sound) / 2.0 / 48_000).isCloseTo(seconds, within(IN_SYNC));
            assertThat(encoded.getFrames()).isEqualTo(100);
            assertThat(encoded.getDurationMillis() / 1_000.0).isCloseTo(Math.max(4, seconds), within(IN_SYNC));
        }
    }

    private static Profiles surround() {
        return new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT1S
            segment: PT1S
            video:
              preset: ultrafast
              profile: main
              rungs:
                - {size: 90, crf: 28, maxrate: 300k, bufsize: 600k}
            audio: {bitrate: 64k, sampleRate: 48000, channels: 2, surround: 192k}
            thumbnails: none
            """)));
    }

    /** When sound starts after silence, seconds. */
    private static List<Double> beeps(byte[] samples) {
        ByteBuffer buffer = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
        List<Double> beeps = new ArrayList<>();
        int quietUntil = 0;
        for (int sample = 0; sample < samples.length / 2; sample++) {
            if (Math.abs(buffer.getShort(sample * 2)) > 2_000) {
                if (sample >= quietUntil) {
                    beeps.add(sample / 48_000.0);
                }
                quietUntil = sample + 24_000;
            }
        }
        return beeps;
    }

    private static List<Double> flashes(String manifest) throws Exception {
        String[] lines = Programs.ffmpeg(
                        "-i",
                        manifest,
                        "-map",
                        "0:v:0",
                        "-vf",
                        "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
                        "-f",
                        "null",
                        "-")
                .lines()
                .toArray(String[]::new);
        List<Double> flashes = new ArrayList<>();
        for (int line = 0; line + 1 < lines.length; line += 2) {
            double brightness = Double.parseDouble(lines[line + 1].substring(lines[line + 1].indexOf('=') + 1));
            if (brightness > 128) {
                flashes.add(Double.parseDouble(lines[line].substring(lines[line].indexOf("pts_time:") + 9)));
            }
        }
        return flashes;
    }
}
