package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.MediaException;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.ProcessGuard;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.probe.Ffprobe;
import dev.dashline.media.profile.Profiles;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a deployment takes, and that a source cannot cost more memory than that. */
@Timeout(120)
class LimitsTest {

    /** MB. A tag of 25 MB needs several times as much as text and as JSON. */
    private static final int HEAP = 40;

    private static final int LONG = 25 << 20;

    /** Matroska has no longer ones. */
    private static final int LONG_IN_MATROSKA = 15 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "1000000, 8, DURATION_LIMIT, lasts 2.960000 s; MAX_SOURCE_DURATION allows 2 s",
        "5000, 8, TOO_LARGE, 160x90 pixels; MAX_SOURCE_PIXELS allows 5000",
        "1000000, 1, INVALID_CONTAINER, 'has 2 tracks of video, sound and text; MAX_SOURCE_TRACKS allows 1'"
    })
    void tellsTheLimitAndWhatItSaw(int pixels, int tracks, FailureCode code, String message) throws Exception {
        SourceLimits limits = new SourceLimits(pixels, Duration.ofSeconds(2), tracks, Duration.ofSeconds(10));
        try (Pipeline strict = new Pipeline(folder, Profiles.builtIn(), 1, limits)) {
            Failure failure = strict.failedAnalysis(clip("clip.mp4"));

            assertThat(failure.getCode()).isEqualTo(code.name());
            assertThat(failure.getMessage()).contains(message).containsIgnoringCase("raise");
        }
    }

    @Test
    void countsNeitherAttachedFilesNorCoversAsTracks() throws Exception {
        Path font = Files.writeString(folder.resolve("font.ttf"), "no font");
        List<String> options = new ArrayList<>(List.of("-i", clip("clip.mp4").toString(), "-c", "copy"));
        for (int each = 0; each < 100; each++) {
            options.addAll(List.of("-attach", font.toString()));
        }
        options.addAll(List.of(
                "-metadata:s:t",
                "mimetype=font/ttf",
                folder.resolve("fonts.mkv").toString()));
        Programs.ffmpeg(options.toArray(String[]::new));
        SourceLimits limits = new SourceLimits(1_000_000, Duration.ofHours(1), 2, Duration.ofSeconds(10));

        try (Pipeline strict = new Pipeline(folder, Profiles.builtIn(), 1, limits)) {
            EncodingPlan plan = strict.analyze(folder.resolve("fonts.mkv"));

            assertThat(plan.getAudioTracks()).hasSize(1);
        }
    }

    @Test
    void readsAFileWithTagsOf25Megabytes() throws Exception {
        Path tags = Files.writeString(
                folder.resolve("tags.txt"),
                ";FFMETADATA1\ntitle=" + "t".repeat(LONG) + "\ncomment=" + "c".repeat(LONG) + "\n");
        Path source = withMetadata("tags.mp4", tags, "-map_metadata", "1");

        assertThat(source).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(2L * LONG));
        assertThat(probedInASmallHeap(source)).isEqualTo("2 tracks");
    }

    @Test
    void readsATrackWithAnEndlessTitle() throws Exception {
        Path tags = Files.writeString(
                folder.resolve("tags.txt"),
                ";FFMETADATA1\n[STREAM]\ntitle=" + "\u00e9\"".repeat(LONG_IN_MATROSKA / 3) + "\n");
        Path source = withMetadata("title.mkv", tags, "-map_metadata:s:0", "1:s:0", "-map_metadata:s:1", "1:s:0");

        assertThat(source).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(2L * LONG_IN_MATROSKA));
        assertThat(probedInASmallHeap(source)).isEqualTo("2 tracks");
    }

    @ParameterizedTest
    @CsvSource({"mp4", "mkv"})
    void readsAFileWith100000Chapters(String type) throws Exception {
        StringBuilder chapters = new StringBuilder(";FFMETADATA1\n");
        for (int each = 0; each < 100_000; each++) {
            chapters.append("[CHAPTER]\nTIMEBASE=1/1000000\nSTART=")
                    .append(each * 20L)
                    .append("\nEND=");
            chapters.append(each * 20L + 20)
                    .append("\ntitle=Chapter ")
                    .append(each)
                    .append('\n');
        }
        Path list = Files.writeString(folder.resolve("chapters.txt"), chapters);
        Path source = withMetadata("chapters." + type, list, "-map_chapters", "1");

        assertThat(source).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(2_000_000));
        assertThat(probedInASmallHeap(source)).isEqualTo("2 tracks");
    }

    @Test
    void refusesAMillionTracks() throws Exception {
        byte[] content = Files.readAllBytes(clip("clip.mp4"));
        int movie = new String(content, StandardCharsets.ISO_8859_1).indexOf("moov") - 4;
        byte[] empty = ByteBuffer.allocate(8)
                .putInt(8)
                .put("trak".getBytes(StandardCharsets.US_ASCII))
                .array();
        ByteArrayOutputStream crowd = new ByteArrayOutputStream();
        crowd.writeBytes(content);
        for (int each = 0; each < 1_000_000; each++) {
            crowd.writeBytes(empty);
        }
        ByteBuffer file = ByteBuffer.wrap(crowd.toByteArray());
        file.putInt(movie, file.capacity() - movie);
        Path source = Files.write(folder.resolve("tracks.mp4"), file.array());

        assertThat(probedInASmallHeap(source)).startsWith("INVALID_CONTAINER").contains("more than 1000 tracks");
    }

    private Path clip(String name) throws Exception {
        Path clip = folder.resolve(name);
        Programs.make(
                clip,
                "-f lavfi -i testsrc2=s=160x90:r=25:d=3 -f lavfi -i sine=d=3"
                        + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac");
        return clip;
    }

    private Path withMetadata(String name, Path metadata, String... options) throws Exception {
        Path file = folder.resolve(name);
        String clip = clip("clip.mp4").toString();
        Programs.ffmpeg(Stream.of(
                        List.of("-i", clip, "-i", metadata.toString(), "-map", "0", "-c", "copy"),
                        Arrays.asList(options),
                        List.of(file.toString()))
                .flatMap(List::stream)
                .toArray(String[]::new));
        return file;
    }

    private String probedInASmallHeap(Path source) throws Exception {
        Path said = folder.resolve("said");
        Path errors = folder.resolve("errors");
        Process prober = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Prober.class.getName(),
                        source.toString())
                .redirectOutput(said.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(prober.waitFor()).as(Files.readString(errors)).isZero();
        List<String> lines = Files.readAllLines(said); // the last is not of the log
        return lines.get(lines.size() - 1);
    }

    /** Looks at a source as a worker does. */
    static final class Prober {

        private Prober() {}

        public static void main(String[] arguments) throws Exception {
            Path source = Path.of(arguments[0]);
            ExecutorService threads = Executors.newCachedThreadPool();
            try (ProcessGuard guard = new ProcessGuard(source.resolveSibling("none"), "none-")) {
                SourceInfo info = new Ffprobe(
                                Programs.tools().ffprobe(),
                                SourceLimits.DEFAULT,
                                new ProcessStarter(Cage.open(), guard, threads))
                        .probe(MediaInput.file(source), Optional.empty(), true, () -> InputHealth.FLOWING);
                System.out.println(info.video().stream().count() + info.audio().size() + " tracks");
            } catch (MediaException e) {
                System.out.println(e.fault() + " " + e.getMessage());
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
