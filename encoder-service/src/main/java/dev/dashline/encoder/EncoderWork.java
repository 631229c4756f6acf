package dev.dashline.encoder;

import dev.dashline.encoder.simulated.SimulatedExecutor;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.executor.PartStore;
import dev.dashline.encoder.task.executor.TaskExecutors;
import dev.dashline.encoder.worker.WorkerAbilities;
import dev.dashline.events.ProfileSet;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.Cages;
import dev.dashline.media.ffmpeg.BundledFfmpeg;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.ffmpeg.VideoEncoders;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.access.ObjectStores;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What does the tasks of an encoder, and what it can do.
 *
 * @param profiles that requests can name; empty if any name is taken
 */
record EncoderWork(TaskExecutor executor, WorkerAbilities abilities, Optional<ProfileSet> profiles) {

    private static final Path DEVICES = Path.of("/dev");

    /**
     * As it is configured.
     *
     * @throws UncheckedIOException if FFmpeg is needed and not found, or cannot be held as it has to be
     */
    static EncoderWork of(ServiceHost host, EncoderConfig config, StorageLayout layout, ObjectStores stores) {
        EncoderConfig.Work work = config.work();
        EncodeSettings settings = new EncodeSettings(
                layout,
                work.directory(),
                work.threads(),
                work.limits(),
                config.places().use());
        return switch (work.kind()) {
            case FFMPEG -> withFfmpeg(host, config, settings, stores);
            case SIMULATED ->
                new EncoderWork(
                        new SimulatedExecutor(new PartStore(stores, settings, Clock.systemUTC())),
                        WorkerAbilities.NONE,
                        Optional.empty());
        };
    }

    private static EncoderWork withFfmpeg(
            ServiceHost host, EncoderConfig config, EncodeSettings settings, ObjectStores stores) {
        try {
            FfmpegTools programs = FfmpegTools.in(config.work().ffmpeg());
            Profiles profiles = ProfileStore.load(stores, config.places().profiles());
            Cage cage = cage(host, config.work().cage(), programs);
            List<String> encoders = VideoEncoders.of(programs.ffmpeg(), cage, DEVICES);
            TaskExecutors executor = host.closeLater(
                    "task executors", new TaskExecutors(programs, cage, stores, profiles, settings, host.supervisor()));
            ProfileSet known = ProfileAnnouncement.of(profiles);
            return new EncoderWork(executor, new WorkerAbilities(known.getFingerprint(), encoders), Optional.of(known));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start", e);
        }
    }

    private static Cage cage(ServiceHost host, CageSettings wanted, FfmpegTools programs)
            throws IOException, InterruptedException {
        Cage cage = Cages.build(
                wanted.confinement(),
                wanted.limits(),
                BundledFfmpeg.cache(),
                List.of(programs.ffmpeg(), programs.ffprobe()));
        Gauge.builder("dashline.encoder.cage.gaps", cage, each -> each.gaps().size())
                .description("What FFmpeg cannot be held to on this machine; the log says what, at the start")
                .register(host.metrics().registry());
        return cage;
    }
}
