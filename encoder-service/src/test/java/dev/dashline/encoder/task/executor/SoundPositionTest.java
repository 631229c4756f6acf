package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.PlanMapping;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.command.AudioTrackCommand;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SoundCut;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The encoder of a chunk of sound gets the very samples that the encoder of the whole track gets there, whatever the
 * container knows of time and the decoder of what came before.
 */
class SoundPositionTest {

    /** Two tones that rise, so that no moment sounds like another. */
    private static final String SOUND = "aevalsrc='0.3*sin(2*PI*(300*t+30*t*t))+0.1*sin(2*PI*(3000*t+50*t*t))|"
            + "0.3*sin(2*PI*(500*t+20*t*t))':d=30:s=";

    /**
     * Of full scale: decoders compute with floats, and that of AC-3 adds noise. A shift by a fiftieth of a sample makes
     * a larger difference.
     */
    private static final double EQUAL = 0.001;

    /** The first one for which FFmpeg does not read from the beginning of the source. */
    private static final int CHUNK = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "clip.mp4, 44100, -c:a aac -aac_pns 0, ",
        "clip.mkv, 44100, -c:a aac -aac_pns 0, ",
        "clip.mkv, 48000, -c:a aac -aac_pns 0, ",
        "clip.mkv, 22050, -c:a libmp3lame, ",
        "clip.mkv, 48000, -c:a ac3, ",
        "clip.webm, 48000, -c:a libopus, ",
        "clip.ts, 44100, -c:a aac -aac_pns 0, ",
        "clip.ts, 32000, -c:a mp2, ",
        "clip.mov, 11025, -c:a pcm_s16le, ",
        // Without some packets, as a broadcast may arrive.
        "clip.mkv, 44100, -c:a aac -aac_pns 0, 400 500",
        "clip.ts, 48000, -c:a aac -aac_pns 0, 430 1000",
        // A time that jumps by 8 ms, as where two recordings were joined.
        "clip.mp4, 44100, -c:a aac -aac_pns 0, 400 +384",
        "clip.ts, 48000, -c:a aac -aac_pns 0, 400 -720",
    })
    void isThatOfTheWholeTrack(String name, int rate, String options, String change) throws Exception {
        Path made = folder.resolve(name);
        String codec = name.endsWith("webm") ? "libvpx -deadline realtime -cpu-used 8" : "libx264 -preset ultrafast";
        Programs.make(
                made,
                "-f lavfi -i color=s=64x64:r=5:d=30 -f lavfi -i " + SOUND + rate + " -c:v " + codec
                        + " -pix_fmt yuv420p -g 10 " + options);
        Path source = change == null ? made : changed(change.split(" "), made);
        check(source, "h264-fast");
    }

    @ParameterizedTest
    @CsvSource({
        "clip.mp3, 44100, -c:a libmp3lame -q:a 3",
        "clip.flac, 44100, -c:a flac",
        "clip.ogg, 48000, -c:a libopus",
    })
    void isThatOfTheWholeFileOfSoundAlone(String name, int rate, String options) throws Exception {
        Path source = folder.resolve(name);
        Programs.make(source, "-f lavfi -i " + SOUND + rate + " " + options);
        check(source, "audio-only");
    }

    /** Loses packets, or moves the times from one on by units of the container. */
    private static Path changed(String[] change, Path made) throws Exception {
        Path source = made.resolveSibling("changed-" + made.getFileName());
        boolean moves = change[1].startsWith("+") || change[1].startsWith("-");
        String filter = moves
                ? "setts=ts='TS" + change[1] + "*gte(N," + change[0] + ")'"
                : "noise=drop='between(n," + change[0] + "," + change[1] + ")'";
        Programs.make(source, "-i " + made + " -c copy -copyts -bsf:a " + filter);
        return source;
    }

    private void check(Path source, String profile) throws Exception {
        EncodingPlan event = analyze(source, profile);
        MediaPlan plan = PlanMapping.fromEvent(event);
        assertThat(plan.audio().get(0).chunks()).isGreaterThan(CHUNK);
        Samples whole = Samples.beforeEncoding(source, PlanMapping.fromEvent(SoundJoinsTest.inOneChunk(event)), 0, 0);

        Samples samples = Samples.beforeEncoding(source, plan, 0, CHUNK);

        long micros = AudioTrackCommand.firstNeededMicros(plan.audio().get(0), CHUNK);
        int first = (int) Math.round(micros * 48_000 / 1e6) - SoundCut.PACKET;
        assertThat(samples.length()).isEqualTo(whole.length() - first).isGreaterThan(10 * 48_000);
        assertThat(samples.difference(0, whole, first, samples.length())).isLessThan(EQUAL);
        assertThat(samples.difference(0, whole, first + 1, samples.length())).isGreaterThan(10 * EQUAL);
    }

    private EncodingPlan analyze(Path source, String profile) throws Exception {
        Profiles profiles =
                new Profiles(List.of(Profiles.parse("h264-fast", (profile.equals("audio-only") ? "" : """
                        video:
                          preset: ultrafast
                          profile: main
                          rungs: [{size: 64, crf: 28, maxrate: 300k, bufsize: 600k}]
                        """) + """
                        gop: PT1S
                        segment: PT1S
                        audio: {bitrate: 128k, sampleRate: 48000, channels: 2}
                        thumbnails: none
                        """)));
        try (Pipeline pipeline = Pipeline.cutting(Duration.ofSeconds(6), folder, profiles)) {
            return pipeline.analyze(source);
        }
    }
}
