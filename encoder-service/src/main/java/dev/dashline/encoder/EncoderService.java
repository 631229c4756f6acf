package dev.dashline.encoder;

import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.encoder.schedule.SchedulePolicy;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.worker.WorkerConnections;
import dev.dashline.encoder.worker.WorkerPool;
import dev.dashline.runtime.host.HostedService;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.metrics.DiskSpace;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.access.ObjectStores;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** An encoder replica: some of the coordinator's decisions, and slots that work for all. */
public final class EncoderService extends HostedService {

    private final WorkerPool workers;
    private final Duration closeWithin;

    /**
     * Does tasks in the configured way. Connects, but does no work before {@link #start()}.
     *
     * @throws UncheckedIOException if FFmpeg is needed and not found, or cannot be held as it has to be
     */
    public static EncoderService of(EncoderConfig config) {
        return ServiceHost.build(Topics.ENCODER, config.host(), host -> new EncoderService(host, config));
    }

    private EncoderService(ServiceHost host, EncoderConfig config) {
        super(host);
        host.addBacklog(true);
        StorageLayout layout = StorageLayout.standard(config.places().roots());
        ObjectStores stores = stores(host, config);
        TimelineWriter timelines = host.add("timelines", new TimelineWriter(stores, layout, host.supervisor()));
        host.addStreams(
                "coordinator",
                Set.of(Topics.ENCODER_TASK_RESULTS.name(), Topics.ENCODER_QUEUE.name()),
                builder -> new EncoderTopology(
                                host.serdes(),
                                JobPolicy.DEFAULT,
                                SchedulePolicy.DEFAULT,
                                timelines,
                                host.metrics().registry(),
                                host.spans())
                        .addTo(builder));
        MeterRegistry meters = host.metrics().registry();
        String worker = WorkerPool.uniqueName();
        EncoderWork work = EncoderWork.of(host, config, layout, stores);
        TaskExecutor executor = new TracedTasks(
                new MeasuredTasks(work.executor(), new Costs(config.costs(), meters), meters),
                worker,
                host.spans(),
                Clock.systemUTC());
        DiskSpace.register(meters, "work", config.work().directory());
        WorkerConnections connections = new WorkerConnections(host.kafka(), host.serdes(), host.metrics());
        this.workers = host.add(
                "workers",
                new WorkerPool(
                        worker,
                        config.work().slots(),
                        work.abilities(),
                        executor,
                        connections,
                        host.supervisor(),
                        config.work().drainTimeout()));
        work.profiles()
                .ifPresent(profiles ->
                        host.add("profiles", new ProfileAnnouncement(profiles, connections, host.supervisor())));
        this.closeWithin = super.closeWithin().plus(config.work().drainTimeout());
        bindGauges(meters);
    }

    private static ObjectStores stores(ServiceHost host, EncoderConfig config) {
        return host.closeLater(
                "object stores",
                config.places()
                        .stores()
                        .open(
                                () -> host.supervisor().cached("gcs-call"),
                                host.metrics().registry()));
    }

    /**
     * How many slots, for tasks of every length, get tasks from the broker: a simulation waits for them before it
     * begins.
     */
    public int leasingSlots() {
        return workers.leasingSlots();
    }

    /** How many slots there are, for tasks of every length. */
    public int allSlots() {
        return workers.allSlots();
    }

    /** Longer than other services by the time that running tasks may still take. */
    @Override
    public Duration closeWithin() {
        return closeWithin;
    }

    /** How many slots run a task that encodes. */
    public int busySlots() {
        return workers.busySlots();
    }

    private void bindGauges(MeterRegistry registry) {
        Gauge.builder("dashline.encoder.slots.busy", workers, WorkerPool::busySlots)
                .description("Slots that run a task")
                .register(registry);
        Gauge.builder("dashline.encoder.slots", workers, WorkerPool::slots)
                .description("Slots, busy or free")
                .register(registry);
    }
}
