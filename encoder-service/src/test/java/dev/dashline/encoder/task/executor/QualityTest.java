package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dashline.events.Quality;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the quality of chunks is what FFmpeg's filters say of the whole. */
class QualityTest {

    @TempDir
    private Path folder;

    /** XPSNR also looks at the picture before, and the first of a chunk has none. */
    @ParameterizedTest
    @CsvSource({"ssim, 0.0001", "xpsnr, 0.2"})
    void measuresChunksAsFfmpegMeasuresTheWhole(String metric, double tolerance) throws Exception {
        Path source = clip();
        Path odd = Files.createDirectories(folder.resolve("a:b, 'c'"));
        try (Pipeline pipeline = new Pipeline(odd, profile("quality: " + metric), 3)) {
            assertThat(pipeline.analyze(source).getChunks()).isEqualTo(3);

            List<Rendition> renditions = pipeline.encode(source).getRenditions();

            assertThat(renditions)
                    .filteredOn(each -> each.getKind() == RenditionKind.VIDEO)
                    .hasSize(2);
            for (int rung = 0; rung < 2; rung++) {
                Quality quality = renditions.get(rung).getQuality().orElseThrow();
                assertThat(quality.getMetric()).isEqualTo(metric);
                assertThat(quality.getMean()).isCloseTo(whole(metric, source, pipeline, rung), within(tolerance));
                assertThat(quality.getWorstChunk()).isLessThan(quality.getMean());
                assertThat(quality.getWorstChunkMillis()).isEqualTo(2_000); // where the noise is
            }
            assertThat(renditions)
                    .last()
                    .satisfies(tiles -> assertThat(tiles.getQuality()).isEmpty());
        }
    }

    @Test
    void measuresNothingUnlessTheProfileSaysSo() throws Exception {
        try (Pipeline pipeline = new Pipeline(folder, profile("quality: none"), 3)) {
            assertThat(pipeline.encode(clip()).getRenditions())
                    .allSatisfy(each -> assertThat(each.getQuality()).isEmpty());
        }
    }

    /** FFmpeg's own average over the whole rendition. */
    private double whole(String metric, Path source, Pipeline pipeline, int rung) throws Exception {
        String scale = "scale=320:180:flags=bicubic" + (rung == 0 ? "" : ",scale=160:90:flags=bicubic");
        Path figures = folder.resolve("whole-" + rung);
        Programs.ffmpeg(
                "-i",
                pipeline.out().resolve("manifest.mpd").toString(),
                "-i",
                source.toString(),
                "-filter_complex",
                "[0:v:" + rung + "]settb=1/25,setpts=N[made];[1:v]" + scale
                        + ",format=yuv420p,settb=1/25,setpts=N[given];[made][given]" + metric + "=stats_file="
                        + figures,
                "-f",
                "null",
                "-");
        List<String> lines = Files.readAllLines(figures);
        if (metric.equals("ssim")) {
            return lines.stream()
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*All:([0-9.]+).*", "$1")))
                    .average()
                    .orElseThrow();
        }
        return lines.stream()
                .filter(line -> line.startsWith("n:"))
                .mapToDouble(line -> (4 * plane(line, "y") + plane(line, "u") + plane(line, "v")) / 6)
                .average()
                .orElseThrow();
    }

    private static double plane(String line, String plane) {
        return Double.parseDouble(line.replaceAll(".*XPSNR " + plane + ": *([0-9.]+).*", "$1"));
    }

    private static Profiles profile(String quality) {
        return new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT1S
            segment: PT2S
            video:
              preset: ultrafast
              profile: main
              rungs:
                - {size: 180, crf: 28, maxrate: 2M, bufsize: 4M}
                - {size: 90, crf: 28, maxrate: 2M, bufsize: 4M}
            %s
            """.formatted(quality))));
    }

    /** Six seconds, of which the middle third is noise. */
    private Path clip() throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=320x180:r=25:d=6,noise=alls=60:allf=t:enable='between(t,2,3.99)'
            -pix_fmt yuv420p -c:v libx264 -preset ultrafast -crf 1\
            """);
        return source;
    }
}
