package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.media.SourceLimits;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.testsupport.Programs;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Good sources that take long to look at, behind a store that is far away. */
@Timeout(180)
class SlowSourceTest {

    private static final URI SOURCE = URI.create("gs://sources/clip.mp4");

    /** Less than any of these sources takes: what counts is that it goes on. */
    private static final Duration HARDLY_ANY = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("sources");
    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        SourceLimits usual = SourceLimits.DEFAULT;
        pipeline = Pipeline.from(
                StoreConfig.unrestricted()
                        .withEmulator(emulator.url())
                        .retryingFor(Duration.ofSeconds(20))
                        .open(Executors::newCachedThreadPool),
                folder.resolve("cloud"),
                new SourceLimits(usual.pixels(), usual.duration(), usual.tracks(), HARDLY_ANY));
        emulator.faults().latency(Duration.ofMillis(36));
    }

    @AfterEach
    void close() {
        pipeline.close();
        emulator.close();
    }

    @Test
    void waitsForAnIndexOf40Megabytes() throws Exception {
        Path tags =
                Files.writeString(folder.resolve("tags.txt"), ";FFMETADATA1\ncomment=" + "c".repeat(40 << 20) + "\n");
        Path clip = clip("-t", "4");
        Path source = folder.resolve("source.mp4");
        Programs.ffmpeg(
                "-i", clip.toString(), "-i", tags.toString(), "-map_metadata", "1", "-c", "copy", source.toString());
        emulator.put("sources", "clip.mp4", source, "video/mp4");
        emulator.faults().bandwidth(8_000_000);
        long start = System.nanoTime();

        EncodingPlan plan = pipeline.analyze(SOURCE);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(4));
        assertThat(plan.getFrames()).isEqualTo(100);
        assertThat(pipeline.run(Pipeline.transcodeTasks(SOURCE, plan).get(0)))
                .isInstanceOf(TaskOutcome.Transcoded.class);
    }

    /** In a file that is too large for all of it to be listed, but a seek to the last keyframe leads to the first. */
    @Test
    void readsAnHourWithoutASecondKeyframe() throws Exception {
        Path hour = folder.resolve("hour.mp4");
        Programs.ffmpeg("-stream_loop", "59", "-i", clip("-t", "60").toString(), "-c", "copy", hour.toString());
        byte[] content = Files.readAllBytes(hour);
        int keyframes = new String(content, StandardCharsets.ISO_8859_1).indexOf("stss");
        ByteBuffer.wrap(content).putInt(keyframes + 8, 1);
        Path source = Files.write(folder.resolve("source.mp4"), content);
        int hole = 200 << 20;
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
            file.seek(content.length);
            file.writeInt(hole);
            file.write("free".getBytes(StandardCharsets.US_ASCII));
            file.setLength(content.length + (long) hole);
        }
        emulator.putUnread("sources", "clip.mp4", source, "video/mp4");

        EncodingPlan plan = pipeline.analyze(SOURCE);

        assertThat(plan.getFrames()).isEqualTo(90_000);
    }

    private Path clip(String... length) throws Exception {
        Path clip = folder.resolve("clip.mp4");
        Programs.make(
                clip,
                "-f lavfi -i testsrc2=s=64x64:r=25 " + String.join(" ", length)
                        + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        return clip;
    }
}
