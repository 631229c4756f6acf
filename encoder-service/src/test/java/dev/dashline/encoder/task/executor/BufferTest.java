package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decoder whose buffer is as large as declared, filled at the declared rate, never runs dry: not at joins either. */
class BufferTest {

    private static final long MAXRATE = 500_000;
    private static final long TARGET = 160_000;
    private static final long LOWER_MAXRATE = 200_000;
    private static final int RATE = 25;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"h264", "hevc"})
    void neverOverrunsTheCap(String codec) throws Exception {
        Path source = folder.resolve("busy.mp4");
        // Noise that comes and goes: it would take ten times the cap.
        Programs.make(source, """
            -f lavfi -i testsrc2=s=426x240:r=25:d=24,noise=alls=60:allf=t:enable='lt(mod(t,5),3)'
            -c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv420p\
            """);
        try (Pipeline pipeline = new Pipeline(folder, profile(codec), 6)) {
            assertThat(pipeline.analyze(source).getChunks()).isEqualTo(6);
            pipeline.encode(source);

            List<Long> capped = packetSizes(pipeline.out().resolve("1/v240"));
            List<Long> targeted = packetSizes(pipeline.out().resolve("1/v120"));

            assertThat(perSecond(capped)).as("the cap is what limits").isGreaterThan(MAXRATE * 8 / 10);
            assertWithinTheBuffer(capped, MAXRATE);
            assertThat(perSecond(targeted)).as("the target is met").isBetween(TARGET * 8 / 10, LOWER_MAXRATE);
            assertWithinTheBuffer(targeted, LOWER_MAXRATE);
        }
    }

    private static long perSecond(List<Long> sizes) {
        assertThat(sizes).hasSize(24 * RATE);
        return sizes.stream().mapToLong(Long::longValue).sum() / 24;
    }

    /** Of two seconds at the highest rate. */
    private static void assertWithinTheBuffer(List<Long> sizes, long maxrate) {
        double bufsize = 2.0 * maxrate;
        double fullness = bufsize * 0.9;
        for (int frame = 0; frame < sizes.size(); frame++) {
            fullness -= sizes.get(frame);
            assertThat(fullness).as("frame " + frame).isNotNegative();
            fullness = Math.min(bufsize, fullness + (double) maxrate / RATE);
        }
    }

    /** Bits, in the order of decoding. */
    private List<Long> packetSizes(Path rendition) throws Exception {
        Path joined = folder.resolve("joined.mp4");
        try (OutputStream out = Files.newOutputStream(joined);
                Stream<Path> files = Files.list(rendition)) {
            Files.copy(rendition.resolve("init.mp4"), out);
            List<Path> segments = files.filter(file -> file.toString().endsWith(".m4s"))
                    .sorted(Comparator.comparing(
                            file -> Long.parseLong(file.getFileName().toString().replace(".m4s", ""))))
                    .toList();
            for (Path segment : segments) {
                Files.copy(segment, out);
            }
        }
        return Programs.ffprobe("-show_entries", "packet=size", joined.toString()).stream()
                .map(size -> Long.parseLong(size.replace(",", "")) * 8)
                .toList();
    }

    private static Profiles profile(String codec) {
        return new Profiles(List.of(Profiles.parse(
                "h264-fast", """
                    gop: PT2S
                    segment: PT4S
                    video:
                      codec: %s
                      preset: veryfast
                      profile: main
                      rungs:
                        - {size: 240, crf: 22, maxrate: %d, bufsize: %d}
                        - {size: 120, bitrate: %d, maxrate: %d, bufsize: %d}
                    """.formatted(codec, MAXRATE, 2 * MAXRATE, TARGET, LOWER_MAXRATE, 2 * LOWER_MAXRATE))));
    }
}
