package dev.dashline.encoder;

import dev.dashline.encoder.group.GroupCapacity;
import dev.dashline.encoder.group.QueueWatch;
import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.encoder.simulated.SimulatedExecutor;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.executor.PartStore;
import dev.dashline.encoder.task.executor.TaskExecutors;
import dev.dashline.encoder.worker.WorkerConnections;
import dev.dashline.encoder.worker.WorkerPool;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.probe.SourceLimits;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.kafka.BacklogGauges;
import dev.dashline.runtime.kafka.BacklogReader;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.access.ObjectStores;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;

/** An encoder replica: a share of the coordinator's decisions, and slots that work for all. */
public final class EncoderService implements Service {

    private final Metrics metrics = new Metrics();
    private final QueueWatch queues;
    private final StreamsRunner coordinator;
    private final WorkerPool workers;
    private final Runnable closeExecutor;
    private final Optional<BacklogGauges> backlog;
    private final Optional<AdminServer> admin;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Does tasks in the configured way. Connects, but does no work before {@link #start()}.
     *
     * @throws UncheckedIOException if FFmpeg is needed and cannot be had
     */
    public static EncoderService of(EncoderConfig config) {
        EncoderConfig.Places places = config.places();
        EncoderConfig.Work work = config.work();
        EncodeSettings settings = new EncodeSettings(
                StorageLayout.standard(places.roots()),
                work.directory(),
                work.threads(),
                SourceLimits.DEFAULT,
                places.use());
        ObjectStores stores = places.stores().open();
        return switch (work.kind()) {
            case FFMPEG -> withFfmpeg(config, settings, stores);
            case SIMULATED -> {
                PartStore parts = new PartStore(stores, settings, Clock.systemUTC());
                yield new EncoderService(config, new SimulatedExecutor(parts), stores::close);
            }
        };
    }

    private static EncoderService withFfmpeg(EncoderConfig config, EncodeSettings settings, ObjectStores stores) {
        GroupCapacity fleet = new GroupCapacity(
                Admin.create(config.kafka().common()), config.work().slots());
        try {
            FfmpegTools programs = FfmpegTools.in(config.work().ffmpeg());
            Profiles profiles = ProfileStore.load(stores, config.places().profiles());
            TaskExecutors executors = new TaskExecutors(programs, stores, profiles, settings, fleet::slotsForOneMore);
            return new EncoderService(config, executors, () -> {
                executors.close();
                fleet.close();
                stores.close();
            });
        } catch (IOException e) {
            fleet.close();
            stores.close();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (ConfigException e) {
            fleet.close();
            stores.close();
            throw e;
        }
    }

    /**
     * Does tasks in another way, such as simulated.
     *
     * @param executor does the tasks
     * @param closeExecutor is run once no task is running any more
     */
    public EncoderService(EncoderConfig config, TaskExecutor executor, Runnable closeExecutor) {
        this.closeExecutor = closeExecutor;
        EventSerdes serdes = config.kafka().serdes();
        this.queues = new QueueWatch(config.kafka());
        this.coordinator = StreamsRunner.of(
                new StreamsRunner.Application(
                        Topics.ENCODER, config.stateDirectory(), Set.of(Topics.ENCODER_TASK_RESULTS.name())),
                builder -> new EncoderTopology(serdes, queues, JobPolicy.DEFAULT).addTo(builder),
                config.kafka(),
                serdes,
                metrics);
        this.workers = new WorkerPool(
                WorkerPool.uniqueName(),
                config.work().slots(),
                executor,
                new WorkerConnections(config.kafka(), serdes));
        Gauge.builder("dashline.encoder.slots.busy", workers, WorkerPool::busySlots)
                .description("Slots that run a task")
                .register(metrics.registry());
        Gauge.builder("dashline.encoder.slots", workers, WorkerPool::slots)
                .description("Slots, busy or free")
                .register(metrics.registry());
        metrics.bindJvm();
        // Only where somebody can ask for them.
        this.backlog = config.adminPort()
                .map(port -> new BacklogGauges(
                        new BacklogReader(
                                config.kafka(), List.of(Topics.ENCODER), List.of(TopicProvisioner.ENCODER_GROUP)),
                        metrics.registry()));
        this.admin = config.adminPort().map(port -> AdminServer.start(port, this, metrics));
    }

    @Override
    public String name() {
        return Topics.ENCODER;
    }

    @Override
    public void start() {
        workers.start();
        queues.start();
        coordinator.start();
        backlog.ifPresent(BacklogGauges::start);
    }

    /**
     * How many slots, for tasks of every length, have been given their share of the work: a simulation waits for them
     * before it begins.
     */
    public int leasingSlots() {
        return workers.leasingSlots();
    }

    /** How many slots there are, for tasks of every length. */
    public int allSlots() {
        return workers.allSlots();
    }

    /** How many slots run a task that encodes. */
    public int busySlots() {
        return workers.busySlots();
    }

    @Override
    public String scrape() {
        return metrics.scrape();
    }

    @Override
    public Optional<String> notReadyBecause() {
        return coordinator.notReadyBecause();
    }

    @Override
    public Optional<Throwable> fatalError() {
        return coordinator.fatalError().or(workers::fatalError);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workers.close();
            closeExecutor.run();
            coordinator.close();
            queues.close();
            backlog.ifPresent(BacklogGauges::close);
            admin.ifPresent(AdminServer::close);
            metrics.close();
        }
    }
}
