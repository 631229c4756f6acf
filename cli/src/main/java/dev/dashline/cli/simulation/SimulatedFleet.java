package dev.dashline.cli.simulation;

import dev.dashline.cli.stack.StackServices;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.publisher.simulated.SimulatedPublishers;
import dev.dashline.runtime.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Encoders and publishers that do nothing but take time. Thread-safe. */
public final class SimulatedFleet implements StackServices {

    /** How long publishing takes once a publisher is ready. */
    static final Duration PUBLISHING = Duration.ofMillis(100);

    private final SimulationSettings settings;
    private final Supplier<String> meters;
    private volatile @Nullable EncoderService encoders;
    private volatile @Nullable PublisherService publishers;

    /**
     * @param meters what is measured of the simulation itself, in Prometheus' text format
     */
    public SimulatedFleet(SimulationSettings settings, Supplier<String> meters) {
        this.settings = settings;
        this.meters = meters;
    }

    /** How busy encoders and publishers are. */
    record Load(int encodersBusy, int encoders, int publishersStarting, int publishersWarm, int publishersBusy) {}

    @Override
    public boolean usesFfmpeg() {
        return false;
    }

    @Override
    public Map<String, String> environment() {
        return settings.environment();
    }

    @Override
    public Service encoder(EncoderConfig config) {
        EncoderService service = EncoderService.of(config);
        encoders = service;
        return service;
    }

    @Override
    public Service publisher(PublisherConfig config) {
        SimulatedPublishers kind = new SimulatedPublishers(
                settings.startUp().quickest(),
                settings.startUp().slowest(),
                PUBLISHING,
                Clock.systemUTC(),
                settings.seed());
        PublisherService service = PublisherService.of(config, kind);
        publishers = service;
        return service;
    }

    @Override
    public String scrape() {
        return meters.get();
    }

    /** Whether every encoder slot is ready for work and no publisher is still starting. */
    boolean isReady() {
        EncoderService encoding = encoders;
        PublisherService publishing = publishers;
        return encoding != null
                && publishing != null
                && encoding.notReadyBecause().isEmpty()
                && publishing.notReadyBecause().isEmpty()
                && encoding.leasingSlots() == encoding.allSlots()
                && publishing.startingPublishers() == 0;
    }

    Load load() {
        EncoderService encoding = encoders;
        PublisherService publishing = publishers;
        return encoding == null || publishing == null
                ? new Load(0, settings.encoders(), 0, 0, 0)
                : new Load(
                        encoding.busySlots(),
                        settings.encoders(),
                        publishing.startingPublishers(),
                        publishing.warmPublishers(),
                        publishing.busyPublishers());
    }
}
