package dev.dashline.ingest.http;

import dev.dashline.events.WorkerOrder;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.operation.DeploymentApi;
import dev.dashline.ingest.http.operation.EventApi;
import dev.dashline.ingest.http.operation.SessionApi;
import dev.dashline.ingest.http.operation.TimelineApi;
import dev.dashline.ingest.http.operation.VideoApi;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.stream.EventFeed;
import dev.dashline.ingest.stream.EventStreams;
import dev.dashline.ingest.telemetry.EncoderTelemetry;
import dev.dashline.ingest.telemetry.KnownProfiles;
import dev.dashline.ingest.telemetry.ObservedRuns;
import dev.dashline.ingest.telemetry.Timelines;
import dev.dashline.ingest.video.Videos;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.threads.Supervisor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the API says of a deployment, without Kafka. A test sets how its service is. */
final class Deployment implements Service {

    final EncoderTelemetry encoders;
    final KnownProfiles profiles;
    /** What encoders were ordered, in order. */
    final List<WorkerOrder> orders = new CopyOnWriteArrayList<>();

    final ObservedRuns runs = new ObservedRuns();
    private final Videos videos;
    private final Clock clock;
    volatile Optional<String> notReady = Optional.empty();
    volatile Optional<Throwable> fault = Optional.empty();

    Deployment(Videos videos, Clock clock) {
        this.videos = videos;
        this.clock = clock;
        this.encoders = new EncoderTelemetry(clock);
        this.profiles = new KnownProfiles(encoders);
    }

    /** All operations, without uploads. */
    List<Operations> operations(VideoApi api) {
        return operations(api, UploadRoutes.off());
    }

    /** All operations. There is no room for streams of events, so that every call ends. */
    List<Operations> operations(VideoApi api, UploadRoutes uploads) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        EventStreams streams =
                new EventStreams(new EventFeed(1), 0, Duration.ofSeconds(1), new Supervisor(meters), meters);
        return List.of(
                api,
                new SessionApi(),
                new DeploymentApi(this, encoders, profiles, orders::add, clock),
                new TimelineApi(videos, Timelines.NONE, runs, clock),
                new EventApi(streams, videos),
                uploads);
    }

    @Override
    public String name() {
        return "ingest-service";
    }

    @Override
    public void start() {}

    @Override
    public Optional<String> notReadyBecause() {
        return notReady;
    }

    @Override
    public Optional<Throwable> fatalError() {
        return fault;
    }

    @Override
    public void close() {}
}
