package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.DamageHandling;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.SourceNote;
import dev.dashline.media.profile.Profiles;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A source with bits flipped all over, as zzuf does it, each seed with other bits and more of them: it is refused for
 * good, or comes out whole. {@code -Ddashline.damaged=200} tries two hundred.
 */
class DamageTest {

    private static final int VARIANTS = Integer.getInteger("dashline.damaged", 20);
    private static final Set<String> REFUSALS = Set.of(
            FailureCode.INVALID_CONTAINER.name(),
            FailureCode.CORRUPT_MEDIA.name(),
            FailureCode.UNSUPPORTED_CODEC.name(),
            FailureCode.NO_VIDEO.name(),
            FailureCode.TOO_LARGE.name(),
            FailureCode.DURATION_LIMIT.name());

    private static final int TS_PACKET = 188;

    private static final Profiles CONCEALING = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT1S
        segment: PT1S
        video:
          preset: ultrafast
          profile: high
          rungs: [{size: 180, crf: 23, maxrate: 5M, bufsize: 10M}]
        audio: {bitrate: 64k, sampleRate: 48000, channels: 2}
        damage: conceal
        """)));

    @TempDir
    private static Path folder;

    private static byte[] intact = {};

    static IntStream seeds() throws Exception {
        Path clip = folder.resolve("clip.mp4");
        Programs.make(clip, "-f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i sine=d=2");
        intact = Files.readAllBytes(clip);
        return IntStream.range(0, VARIANTS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isRefusedOrComesOutWhole(int seed) throws Exception {
        Random random = new Random(seed);
        byte[] content = intact.clone();
        int flips = 1 + random.nextInt(1 << (seed % 10));
        for (int flip = 0; flip < flips; flip++) {
            content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Path source = Files.write(folder.resolve(seed + ".mp4"), content);

        try (Pipeline pipeline = Pipeline.fast(Files.createDirectory(folder.resolve("run-" + seed)))) {
            TaskOutcome end = pipeline.end(source);

            if (end instanceof TaskOutcome.Failed failed) {
                Failure failure = failed.failure();
                assertThat(failure.getCode()).as("%d bits: %s", flips, failure).isIn(REFUSALS);
                assertThat(failure.getRetryable()).isFalse();
            } else {
                List<String> decoded =
                        Programs.frameChecksums(source.toString(), "-map", "0:v:0", "-fps_mode", "passthrough");
                assertThat(((TaskOutcome.Packaged) end).encoded().getFrames())
                        .as("%d bits", flips)
                        .isEqualTo(decoded.size());
            }
            assertThat(pipeline.scratch()).isDirectoryNotContaining(Files::isDirectory);
        }
    }

    /** A packet of MPEG-TS is lost, of pictures (256) or of sound (257). */
    @ParameterizedTest
    @CsvSource({"256, video", "257, a0"})
    void isConcealedAndListedIfProfileOrRequestSaySo(int id, String track) throws Exception {
        Path run = Files.createDirectory(folder.resolve("lost-" + id));
        Path source = withoutAPacket(id, run);
        try (Pipeline pipeline = new Pipeline(run, CONCEALING, 1)) {
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getFrames()).isEqualTo(100);
            assertThat(encoded.getConcealed()).singleElement().satisfies(damage -> {
                assertThat(damage.getTrack()).isEqualTo(track);
                assertThat(damage.getUntilMillis()).isGreaterThan(damage.getFromMillis());
                assertThat(damage.getProblems()).anyMatch(problem -> problem.contains("orrupt"));
            });
            assertThat(pipeline.notes()).containsOnlyOnce("DAMAGE_CONCEALED");
            assertThat(pipeline.end(source, DamageHandling.REFUSE).asFailed()).isPresent();
        }
        try (Pipeline pipeline = Pipeline.fast(Files.createDirectory(run.resolve("refused")))) {
            TaskOutcome end = pipeline.end(source);

            assertThat(end.asFailed().orElseThrow().failure().getCode()).isEqualTo(FailureCode.CORRUPT_MEDIA.name());
        }
        try (Pipeline pipeline = Pipeline.fast(Files.createDirectory(run.resolve("asked")))) {
            assertThat(pipeline.end(source, DamageHandling.CONCEAL))
                    .isInstanceOfSatisfying(TaskOutcome.Packaged.class, packaged -> {
                        assertThat(packaged.encoded().getConcealed()).hasSize(1);
                        assertThat(packaged.notes())
                                .extracting(SourceNote::getCode)
                                .containsExactly("DAMAGE_CONCEALED");
                    });
        }
    }

    private static Path withoutAPacket(int id, Path run) throws Exception {
        Path whole = run.resolve("whole.ts");
        Programs.make(
                whole,
                "-f lavfi -i testsrc2=s=320x180:r=25:d=4 -f lavfi -i aevalsrc=random(0):d=4:s=48000 -pix_fmt yuv420p"
                        + " -c:v libx264 -preset ultrafast -g 50 -bf 0 -c:a aac");
        byte[] content = Files.readAllBytes(whole);
        int lost = content.length / 2 / TS_PACKET * TS_PACKET;
        while ((((content[lost + 1] & 0x1f) << 8) | (content[lost + 2] & 0xff)) != id
                || (content[lost + 1] & 0x40) != 0) {
            lost += TS_PACKET;
        }
        Path source = run.resolve("lost.ts");
        Files.write(source, Arrays.copyOf(content, lost));
        byte[] rest = Arrays.copyOfRange(content, lost + TS_PACKET, content.length);
        return Files.write(source, rest, StandardOpenOption.APPEND);
    }
}
