package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.clips.Programs;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.schemas.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A source with bits flipped all over, as zzuf does it, each seed with other bits and more of them: it is refused for good, or comes out whole.
 * {@code -Ddashline.damaged=200} tries two hundred.
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

    @TempDir
    private static Path folder;

    private static byte[] intact = {};

    static IntStream seeds() throws Exception {
        Path clip = folder.resolve("clip.mp4");
        Programs.ffmpeg(
                "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2", clip.toString());
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
            Object end = end(pipeline, source);

            if (end instanceof Failure failure) {
                assertThat(failure.getCode()).as("%d bits: %s", flips, failure).isIn(REFUSALS);
                assertThat(failure.getRetryable()).isFalse();
            } else {
                List<String> decoded =
                        Programs.frameChecksums(source.toString(), "-map", "0:v:0", "-fps_mode", "passthrough");
                assertThat(((EncodedVideo) end).getFrames())
                        .as("%d bits", flips)
                        .isEqualTo(decoded.size());
            }
            assertThat(pipeline.scratch()).isEmptyDirectory();
        }
    }

    /** The first failure, or what came out. */
    private static Object end(Pipeline pipeline, Path source) throws InterruptedException {
        TaskOutcome analysis = pipeline.run(Pipeline.task(source, null, "analyze", new Analyze()));
        if (analysis instanceof TaskOutcome.Failed failed) {
            return failed.failure();
        }
        EncodingPlan plan = ((TaskOutcome.Analyzed) analysis).plan();
        List<PartRef> parts = new ArrayList<>();
        for (EncoderTask task : Pipeline.transcodeTasks(source, plan)) {
            TaskOutcome outcome = pipeline.run(task);
            if (outcome instanceof TaskOutcome.Failed failed) {
                return failed.failure();
            }
            parts.add(((TaskOutcome.Transcoded) outcome).part());
        }
        TaskOutcome packaged = pipeline.run(Pipeline.task(source, plan, "package", new Package(parts)));
        return packaged instanceof TaskOutcome.Failed failed
                ? failed.failure()
                : ((TaskOutcome.Packaged) packaged).encoded();
    }
}
