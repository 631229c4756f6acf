package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorChainTest {

    @TempDir
    private Path folder;

    @Test
    void encodesAClipIntoDashAndHlsThatPlay() throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.make(source, """
                -f lavfi -i testsrc2=s=640x360:r=30000/1001:d=10
                -f lavfi -i sine=d=10
                -frames:v 300 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac""");
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodingPlan plan = pipeline.analyze(source);
            assertThat(plan.getChunks()).isEqualTo(2);
            assertThat(plan.getFrames()).isEqualTo(300);

            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getFrames()).isEqualTo(300);
            assertThat(encoded.getRenditions())
                    .extracting(Rendition::getId)
                    .containsExactly("v360", "v240", "a0", "thumbnails");
            assertThat(encoded.getRenditions())
                    .extracting(Rendition::getCodecs)
                    .containsExactly("avc1.42c01e", "avc1.42c015", "mp4a.40.2", "jpeg");
            String mpd = pipeline.out().resolve("manifest.mpd").toString();
            assertThat(Programs.frameChecksums(mpd, "-map", "0:v:0")).hasSize(300);
            assertThat(Programs.frameChecksums(mpd, "-map", "0:v:1")).hasSize(300);
            assertThat(Programs.frameChecksums(mpd, "-map", "0:a:0")).isNotEmpty();
            // All streams at once: FFmpeg complains of the packets of an HLS variant that it is not asked for.
            String hls = pipeline.out().resolve("master.m3u8").toString();
            assertThat(Programs.frameChecksums(hls, "-map", "0:v")).hasSize(2 * 300);
            assertThat(pipeline.scratch()).isDirectoryNotContaining(Files::isDirectory);
        }
    }
}
