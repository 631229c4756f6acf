package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
}
