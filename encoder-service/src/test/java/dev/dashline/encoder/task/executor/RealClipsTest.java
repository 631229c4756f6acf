package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cameras, phones and editors make. Skipped unless DASHLINE_MEDIA names the folder with the clips. */
class RealClipsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "phone-rotated.mov, 720x1280, 14, 467, 467",
        "variable-rate.mov, 640x480, 176, 7345, 7563",
        "data-tracks.mp4, 360x240, 309, 10290, 10290",
        "flowers.mp4, 640x360, 451, 18040, 18047",
        "surf.mp4, 1280x720, 240, 10000, 10076",
        "junction.mp4, 1920x1080, 297, 12387, 12415"
    })
    void comesOutWhole(String name, String size, int frames, long videoMillis, long audioMillis) throws Exception {
        String media = System.getenv("DASHLINE_MEDIA");
        assumeThat(media).as("DASHLINE_MEDIA, the folder with real clips").isNotNull();
        Path source = Path.of(String.valueOf(media)).resolve(name).toAbsolutePath();
        assumeThat(source).exists();
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodedVideo encoded = pipeline.encode(source);

            Rendition top = encoded.getRenditions().get(0);
            assertThat(top.getWidth().orElse(0) + "x" + top.getHeight().orElse(0))
                    .isEqualTo(size);
            assertThat(encoded.getFrames()).isEqualTo(frames);
            for (Rendition rendition : encoded.getRenditions()) {
                if (rendition.getKind() == RenditionKind.IMAGE) {
                    continue;
                }
                boolean video = rendition.getKind() == RenditionKind.VIDEO;
                Path playlist = pipeline.out().resolve("1/" + rendition.getId() + "/media.m3u8");
                assertThat(millis(playlist))
                        .as(rendition.getId())
                        .isCloseTo(video ? videoMillis : audioMillis, Offset.offset(25L));
                List<String> decoded = Programs.frameChecksums(playlist.toString());
                assertThat(decoded).hasSizeGreaterThanOrEqualTo(video ? frames : 1);
                assertThat(decoded.size() == frames || !video).isTrue();
            }
        }
    }

    private static long millis(Path playlist) throws Exception {
        return Math.round(1_000
                * Files.readAllLines(playlist).stream()
                        .filter(line -> line.startsWith("#EXTINF:"))
                        .mapToDouble(line -> Double.parseDouble(line.substring(8, line.length() - 1)))
                        .sum());
    }
}
