package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.MediaException;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.command.AudioTrackCommand;
import dev.dashline.media.command.EncodeLimits;
import dev.dashline.media.command.MediaInput;
import dev.dashline.media.command.TaskFiles;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.ProcessGuard;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.probe.Ffprobe;
import dev.dashline.media.probe.SoundSearch;
import dev.dashline.testsupport.Programs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Decoded sound at 48 kHz.
 *
 * @param values sample by sample, and of each sample channel by channel; 1 is full scale
 */
record Samples(int channels, FloatBuffer values) {

    /** Decodes a file of sound. */
    static Samples of(int channels, Path file) throws IOException, InterruptedException {
        Path raw = Files.createTempFile("sound", ".raw");
        try {
            Programs.ffmpeg("-i", file.toString(), "-f", "f32le", raw.toString());
            return read(channels, raw);
        } finally {
            Files.delete(raw);
        }
    }

    /** What the encoder of a chunk gets: from one packet after the first that it makes. */
    static Samples beforeEncoding(Path source, MediaPlan plan, int track, int chunk)
            throws IOException, InterruptedException, MediaException {
        Path folder = Files.createTempDirectory("sound");
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ProcessGuard guard = new ProcessGuard(folder, "test")) {
            MediaInput input = MediaInput.file(source);
            Ffprobe ffprobe = new Ffprobe(
                    Programs.tools().ffprobe(), SourceLimits.DEFAULT, new ProcessStarter(Cage.open(), guard, threads));
            List<String> whole = AudioTrackCommand.arguments(
                    plan,
                    track,
                    new SoundSearch(ffprobe).find(plan, track, chunk, input, () -> InputHealth.FLOWING),
                    new TaskFiles(input, folder),
                    new EncodeLimits(1, 1_000_000));
            Path raw = folder.resolve("sound.raw");
            List<String> filters = new ArrayList<>(whole.subList(0, whole.indexOf("-c:a")));
            filters.addAll(List.of("-f", "f32le", raw.toString()));
            Programs.Output output = Programs.run(Programs.tools().ffmpeg(), filters);
            assertThat(output.exitCode()).as(output.err()).isZero();
            return read(plan.audio().get(track).encoding().channels(), raw);
        } finally {
            threads.shutdownNow();
            new Scratch(folder).close();
        }
    }

    private static Samples read(int channels, Path raw) throws IOException {
        return new Samples(
                channels,
                ByteBuffer.wrap(Files.readAllBytes(raw))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer());
    }

    /** How many samples each channel has. */
    int length() {
        return values.limit() / channels;
    }

    /**
     * The largest difference in any channel. Beyond their ends, both are silent.
     *
     * @param from the first of the samples to compare
     * @param otherFrom which sample of the other one that is
     */
    double difference(int from, Samples other, int otherFrom, int count) {
        double largest = 0;
        for (int each = 0; each < count * channels; each++) {
            double difference = at(from * channels + each) - other.at(otherFrom * channels + each);
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }

    private float at(int index) {
        return index >= 0 && index < values.limit() ? values.get(index) : 0;
    }
}
