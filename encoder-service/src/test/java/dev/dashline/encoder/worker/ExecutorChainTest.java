package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.clips.Programs;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.encoder.EncodingPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorChainTest {

    @TempDir
    private Path folder;

    @Test
    void encodesAClipIntoDashAndHlsThatPlay() throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=640x360:r=30000/1001:d=10",
                "-f",
                "lavfi",
                "-i",
                "sine=d=10",
                "-shortest",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                source.toString());
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodingPlan plan = pipeline.analyze(source);
            assertThat(plan.getChunks()).isEqualTo(3);
            assertThat(plan.getFrames()).isEqualTo(300);

            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getFrames()).isEqualTo(300);
            assertThat(encoded.getRenditions()).extracting(Rendition::getId).containsExactly("v360", "v240", "a0");
            assertThat(encoded.getRenditions())
                    .extracting(Rendition::getCodecs)
                    .containsExactly("avc1.42c01e", "avc1.42c015", "mp4a.40.2");
            for (String manifest : List.of("manifest.mpd", "master.m3u8")) {
                String path = pipeline.out().resolve(manifest).toString();
                for (String stream : List.of("0:v:0", "0:v:1")) {
                    assertThat(Programs.frameChecksums(path, "-map", stream))
                            .as(manifest + " " + stream)
                            .hasSize(300);
                }
                assertThat(Programs.frameChecksums(path, "-map", "0:a:0")).isNotEmpty();
            }
            assertThat(pipeline.scratch()).isEmptyDirectory();
        }
    }
}
