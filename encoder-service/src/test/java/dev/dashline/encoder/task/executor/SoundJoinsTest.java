package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dashline.encoder.task.PlanMapping;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Loudness;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.SoundCut;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A track that is cut into chunks has the segments of one that is encoded whole, and decodes to what that one gives: as
 * many samples, and at each join no more difference to the source than one encode makes around there.
 *
 * <p>Samples cannot be equal, because the encoder's rate control never forgets quite, and so rounds otherwise after a
 * run-up of 8 s than after minutes. So what counts is the error against the source: at a join, it may be half as large
 * again as the largest that one encode makes within a second of it. A click, a gap or a sample too many makes an error
 * as large as the signal. That the encoder gets the right samples in the first place, {@link SoundPositionTest} checks
 * without this tolerance.
 */
class SoundJoinsTest {

    private static final String TONES = "0.1*sin(2*PI*440*t)+0.1*sin(2*PI*554.37*t)+0.1*sin(2*PI*5000*t)";
    private static final String SWEEP = "0.3*sin(2*PI*(200*t+60*t*t))";
    private static final String NOISE = "0.1*(random(0)-0.5)*(1+sin(2*PI*0.3*t))";
    /** A buzz at the rate of a voice, in words with pauses between them. */
    private static final String SPEECH =
            "0.3*gte(sin(2*PI*0.7*t),-0.4)*exp(-40*mod(t,1/(110+20*sin(t))))*sin(2*PI*700*t)";

    private static final int PACKET = 1_024;

    private static final double LOUDER = 1.5;

    /** 54 dB below full scale. */
    private static final double NEGLIGIBLE = 0.002;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "speech.ts; 44100; SPEECH; -c:a aac -b:a 128k; -",
                "surround.mkv; 48000; SWEEP|TONES|SPEECH|0.3*sin(2*PI*60*t)|TONES|NOISE; -c:a flac; -",
                "late.mkv; 48000; SWEEP|TONES; -c:a libopus -b:a 192k -output_ts_offset 3; -itsoffset 7.3",
            })
    void joinsWithoutATrace(String name, int rate, String signal, String options, String offset) throws Exception {
        Path source = folder.resolve(name);
        make(source, (offset == null ? "" : offset + " ") + sound(signal, rate, 20), options);
        requireJoins(source, profiles());
    }

    /** A second is lost within the second chunk, a moment at a join. */
    @Test
    void joinsWithoutATraceWhereSoundIsMissing() throws Exception {
        Path made = folder.resolve("made.mkv");
        make(made, sound("SWEEP|TONES", 44_100, 20), "-c:a aac -b:a 192k");
        Path source = folder.resolve("holes.mkv");
        int join = 2 * 282 * 44_100 / 48_000;
        String lost = "between(n,300,340)+between(n," + (join - 2) + "," + (join + 1) + ")";
        Programs.make(source, "-copyts -i " + made + " -map 0 -c copy -bsf:a noise=drop='" + lost + "'");

        requireJoins(source, profiles());
    }

    /** Also where sound ends long before the pictures do, so that there are chunks without any. */
    @ParameterizedTest
    @ValueSource(ints = {20, 5})
    void hasTheManifestsOfOneEncode(int seconds) throws Exception {
        Path source = folder.resolve("clip.mkv");
        make(source, sound("SWEEP", 48_000, seconds), "-c:a flac");

        assertThat(playlist(source, Duration.ofSeconds(6)))
                .isEqualTo(playlist(source, Duration.ofHours(1)))
                .contains("1/a0/", "#EXT-X-ENDLIST");
    }

    /** Chunks are measured one by one, and what they measure is put together. */
    @Test
    void tellsTheLoudnessThatFfmpegMeasuresOverAll() throws Exception {
        Path source = folder.resolve("speech.mkv");
        make(source, sound("SPEECH", 48_000, 20) + " -af volume='if(lt(t,8),0.2,1)':eval=frame", "-c:a flac");
        try (Pipeline pipeline = Pipeline.cutting(Duration.ofSeconds(6), folder, profiles())) {
            Rendition track = pipeline.encode(source).getRenditions().stream()
                    .filter(each -> each.getKind() == RenditionKind.AUDIO)
                    .findFirst()
                    .orElseThrow();

            Loudness told = track.getLoudness().orElseThrow();
            String playlist =
                    pipeline.out().resolve("1/" + track.getId() + "/media.m3u8").toString();
            String summary = Programs.run(
                            Programs.tools().ffmpeg(),
                            List.of("-i", playlist, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"))
                    .err();
            assertThat(told.getIntegrated()).isCloseTo(measured("I", summary), within(0.2));
            assertThat(told.getRange())
                    .isCloseTo(measured("LRA", summary), within(1.0))
                    .isGreaterThan(5);
            assertThat(told.getTruePeak()).isCloseTo(measured("Peak", summary), within(0.2));
        }
    }

    /** A quiet source, of which each chunk alone would need another gain. */
    @Test
    void getsTheLoudnessOfTheProfileByOneGainForAllChunks() throws Exception {
        Path source = folder.resolve("quiet.mkv");
        make(source, sound("SPEECH", 48_000, 20) + " -af volume='if(lt(t,8),0.01,0.05)':eval=frame", "-c:a flac");
        Profiles profiles = profiles("{target: -23, truePeak: -1}");

        requireJoins(source, profiles);

        Loudness told = loudness(source, profiles, "LOUDNESS_CHANGED");
        assertThat(told.getIntegrated()).isCloseTo(-23, within(0.5));
        assertThat(told.getTruePeak()).isLessThanOrEqualTo(-1);
    }

    /** Its peaks are far above its loudness, so that the target is out of reach. */
    @Test
    void isMadeNoLouderThanItsPeaksAllow() throws Exception {
        Path source = folder.resolve("clicks.mkv");
        make(source, sound("0.002*sin(2*PI*440*t)+0.2*sin(2*PI*900*t)*lt(mod(t,2),0.01)", 48_000, 20), "-c:a flac");

        Loudness told = loudness(source, profiles("{target: -16, truePeak: -3}"), "LOUDNESS_CHANGED");

        // AAC makes peaks a little higher or lower.
        assertThat(told.getTruePeak()).isCloseTo(-3, within(0.7));
        assertThat(told.getIntegrated()).isLessThan(-20);
    }

    private Loudness loudness(Path source, Profiles profiles, String note) throws Exception {
        try (Pipeline pipeline = Pipeline.cutting(Duration.ofSeconds(6), folder, profiles)) {
            List<Rendition> renditions = pipeline.encode(source).getRenditions();
            assertThat(pipeline.notes()).contains(note);
            return renditions.stream()
                    .flatMap(each -> each.getLoudness().stream())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static double measured(String what, String summary) {
        Matcher matcher = Pattern.compile("\\b" + what + ": +(-?[0-9.]+)").matcher(summary);
        assertThat(matcher.find()).as(summary).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void staysWholeWhereNobodyKnowsWhereAFrameLies() throws Exception {
        Path source = folder.resolve("odd.mkv");
        make(source, sound("SWEEP", 44_100, 20) + " -af asetnsamples=1000,aresample=48000", "-c:a pcm_s16le");
        try (Pipeline pipeline = Pipeline.cutting(Duration.ofSeconds(6), folder, profiles())) {
            assertThat(pipeline.analyze(source).getAudioTracks())
                    .singleElement()
                    .satisfies(track -> assertThat(track.getCut()).isEmpty());
        }
    }

    private void requireJoins(Path source, Profiles profiles) throws Exception {
        Path whole = Files.createDirectories(folder.resolve("whole"));
        Path chunked = Files.createDirectories(folder.resolve("chunked"));
        EncodingPlan plan;
        try (Pipeline pipeline = Pipeline.cutting(Duration.ofSeconds(6), chunked, profiles)) {
            plan = pipeline.analyze(source);
            encode(pipeline, source, plan);
        }
        try (Pipeline pipeline = Pipeline.cutting(Duration.ofSeconds(6), whole, profiles)) {
            encode(pipeline, source, inOneChunk(plan));
        }
        assertThat(plan.getAudioTracks()).isNotEmpty();
        for (AudioTrack track : plan.getAudioTracks()) {
            requireJoins(source, plan, track, List.of(chunked, whole));
        }
    }

    private static void requireJoins(Path source, EncodingPlan plan, AudioTrack track, List<Path> roots)
            throws Exception {
        String segments = "out/" + Pipeline.VIDEO_ID + "/1/" + track.getId();
        Path chunked = roots.get(0);
        Path whole = roots.get(1);
        assertThat(names(chunked.resolve(segments))).isEqualTo(names(whole.resolve(segments)));
        assertThat(chunked.resolve(segments).resolve("init.mp4"))
                .hasSameBinaryContentAs(whole.resolve(segments).resolve("init.mp4"));
        Samples original = Samples.beforeEncoding(
                source,
                PlanMapping.fromEvent(inOneChunk(plan)),
                plan.getAudioTracks().indexOf(track),
                0);
        Samples one = Samples.of(track.getChannels(), joined(whole.resolve(segments)));
        Samples joined = Samples.of(track.getChannels(), joined(chunked.resolve(segments)));
        assertThat(joined.length()).isEqualTo(one.length());
        SoundCut cut = track.getCut().orElseThrow();
        assertThat(cut.getChunks()).isGreaterThan(2);
        for (int chunk = 1; chunk < cut.getChunks(); chunk++) {
            int join = chunk * cut.getChunkPackets() * PACKET;
            double usual = error(one, original, join, 48_000);
            double here = error(joined, original, join, 2 * PACKET);
            assertThat(here).as("%s, join %s", track.getId(), chunk).isLessThan(LOUDER * usual + NEGLIGIBLE);
        }
    }

    /** The largest difference between what was decoded and what the encoder got, around a sample. */
    private static double error(Samples decoded, Samples original, int at, int around) {
        return decoded.difference(at - around, original, at - around - PACKET, 2 * around);
    }

    private static void encode(Pipeline pipeline, Path source, EncodingPlan plan) throws InterruptedException {
        for (EncoderTask task : Pipeline.transcodeTasks(source, plan)) {
            if (task.getWork() instanceof TranscodeAudio) {
                assertThat(pipeline.run(task)).as(task.getTaskId()).isInstanceOf(TaskOutcome.Transcoded.class);
            }
        }
    }

    /** The plan without cuts, with the same knowledge of the source's frames. */
    static EncodingPlan inOneChunk(EncodingPlan plan) {
        List<AudioTrack> tracks = plan.getAudioTracks().stream()
                .map(track -> AudioTrack.newBuilder(track)
                        .setCut(SoundCut.newBuilder(track.getCut().orElseThrow())
                                .setChunks(1)
                                .build())
                        .build())
                .toList();
        return EncodingPlan.newBuilder(plan).setAudioTracks(tracks).build();
    }

    private String playlist(Path source, Duration chunk) throws Exception {
        Path root = Files.createDirectories(folder.resolve(chunk.toString()));
        try (Pipeline pipeline = Pipeline.cutting(chunk, root, profiles())) {
            pipeline.encode(source);
            return Files.readString(pipeline.out().resolve("1/a0/media.m3u8"))
                    + Files.readString(pipeline.out().resolve("master.m3u8")).replaceAll("BANDWIDTH=\\d+", "")
                    + Files.readString(pipeline.out().resolve("manifest.mpd")).replaceAll("bandwidth=\"\\d+\"", "");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".m4s"))
                    .sorted(Comparator.comparingLong(
                            name -> Long.parseLong(name.substring(0, name.length() - ".m4s".length()))))
                    .toList();
        }
    }

    private static Path joined(Path folder) throws IOException {
        Path file = folder.resolve("joined.mp4");
        try (OutputStream out = Files.newOutputStream(file)) {
            Files.copy(folder.resolve("init.mp4"), out);
            for (String name : names(folder)) {
                Files.copy(folder.resolve(name), out);
            }
        }
        return file;
    }

    private static String sound(String signal, int rate, int seconds) {
        String channels = signal.replace("SWEEP", SWEEP)
                .replace("TONES", TONES)
                .replace("NOISE", NOISE)
                .replace("SPEECH", SPEECH);
        return "-f lavfi -i aevalsrc='" + channels + "':s=" + rate + ":d=" + seconds;
    }

    private static void make(Path source, String sound, String options) throws Exception {
        Programs.make(
                source,
                "-f lavfi -i color=s=64x64:r=5:d=20 " + sound
                        + " -c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -t 20 " + options);
    }

    private static Profiles profiles() {
        return profiles("none");
    }

    private static Profiles profiles(String loudness) {
        return new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT1S
            segment: PT1S
            video:
              preset: ultrafast
              profile: main
              rungs:
                - {size: 64, crf: 28, maxrate: 300k, bufsize: 600k}
            audio: {bitrate: 128k, sampleRate: 48000, channels: 2, surround: 384k, loudness: %s}
            thumbnails: none
            """.formatted(loudness))));
    }
}
