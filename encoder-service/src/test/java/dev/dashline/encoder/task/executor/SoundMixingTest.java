package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound whose channels FFmpeg cannot mix by itself. */
class SoundMixingTest {

    private static final Profiles SOUND = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT1S
        segment: PT1S
        audio: {bitrate: 128k, sampleRate: 48000, channels: 2}
        """)));

    /** Decibels. */
    private static final double TOLERANCE = 1;

    @TempDir
    private Path folder;

    /** Opus has no encoder of ambisonic sound in FFmpeg, but one of channels without a meaning. */
    @Test
    void hearsAmbisonicSoundFromTheLeftAndTheRight() throws Exception {
        Path source = folder.resolve("ambisonic.mkv");
        Programs.make(
                source,
                "-f lavfi -i aevalsrc=0.5*sin(440*2*PI*t)|0.25*sin(440*2*PI*t)|0|0:d=2:s=48000:c=4.0"
                        + " -c:a libopus -b:a 256k -mapping_family 255");
        byte[] content = Files.readAllBytes(source);
        int head = new String(content, StandardCharsets.ISO_8859_1).indexOf("OpusHead");
        content[head + 18] = 2;
        Files.write(source, content);

        List<Double> levels = levels(source);

        // 0.6 · 0.5 ± 0.4 · 0.25 of full scale.
        assertThat(levels).hasSize(2);
        assertThat(levels.get(0)).isCloseTo(decibels(0.4), within(TOLERANCE));
        assertThat(levels.get(1)).isCloseTo(decibels(0.2), within(TOLERANCE));
    }

    @Test
    void mixesManyUnlabelledChannelsTogether() throws Exception {
        Path source = folder.resolve("many.mov");
        Programs.make(
                source,
                "-f lavfi -i aevalsrc=0.3*sin(440*2*PI*t)|0|0|0|0|0|0|0|0.3*sin(440*2*PI*t):d=2:s=48000"
                        + " -c:a pcm_s16le");

        List<Double> levels = levels(source);

        assertThat(levels)
                .singleElement()
                .satisfies(level -> assertThat(level).isCloseTo(decibels(0.2), within(TOLERANCE)));
    }

    @Test
    void takesTwoTracksOfOneChannelForLeftAndRight() throws Exception {
        Path source = folder.resolve("pair.mov");
        Programs.make(
                source,
                "-f lavfi -i aevalsrc=0.5*sin(440*2*PI*t):d=2:s=48000"
                        + " -f lavfi -i aevalsrc=0.1*sin(880*2*PI*t):d=2:s=48000"
                        + " -map 0 -map 1 -c:a pcm_s16le");

        List<Double> levels = levels(source);

        assertThat(levels).hasSize(2);
        assertThat(levels.get(0)).isCloseTo(decibels(0.5), within(TOLERANCE));
        assertThat(levels.get(1)).isCloseTo(decibels(0.1), within(TOLERANCE));
    }

    private static double decibels(double amplitude) {
        return 20 * Math.log10(amplitude / Math.sqrt(2));
    }

    /** How loud each channel of the only track is. */
    private List<Double> levels(Path source) throws Exception {
        try (Pipeline pipeline = new Pipeline(folder, SOUND, 1)) {
            assertThat(pipeline.encode(source).getRenditions()).hasSize(1);
            String playlist = pipeline.out().resolve("1/a0/media.m3u8").toString();
            return Programs.ffmpeg(
                            "-i",
                            playlist,
                            "-af",
                            "atrim=0.5:1.5,astats=metadata=1:measure_overall=none:measure_perchannel=RMS_level:reset=0,"
                                    + "ametadata=print:file=-",
                            "-f",
                            "null",
                            "-")
                    .lines()
                    .filter(line -> line.contains("RMS_level"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> Double.parseDouble(line.substring(line.indexOf('=') + 1)),
                            (before, after) -> after,
                            TreeMap::new))
                    .values()
                    .stream()
                    .toList();
        }
    }
}
