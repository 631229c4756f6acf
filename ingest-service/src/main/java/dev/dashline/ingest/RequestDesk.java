package dev.dashline.ingest;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.http.operation.VideoApi;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.topic.KafkaVideos;
import dev.dashline.ingest.topic.RequestWriter;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.runtime.host.HostedService;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes the requests of a command that runs in this process and follows its videos itself. It is what is left of
 * {@link IngestService} without API, statuses and webhooks, and takes requests at once, because nothing has to be
 * restored. Safe for use by any thread.
 */
public final class RequestDesk extends HostedService {

    private final VideoApi videos;

    /** Connects. */
    public static RequestDesk of(IngestConfig config) {
        return ServiceHost.build(Topics.INGEST, config.host(), host -> new RequestDesk(host, config));
    }

    private RequestDesk(ServiceHost host, IngestConfig config) {
        super(host);
        RequestWriter writer = host.closeLater(
                "request writer",
                RequestWriter.connect(host.kafka(), host.serdes(), config.writeTimeout(), host.metrics()));
        Clock clock = Clock.systemUTC();
        KafkaVideos written = new KafkaVideos(writer, new NoStatuses(), clock, host.spans());
        this.videos = new VideoApi(
                new RequestHandler(written, clock, UUID::randomUUID, config.retention(), config.writeTimeout()),
                written,
                new RequestParser(
                        config.sources(), (tenant, url) -> Optional.of("cannot be told: nobody sends events")));
    }

    /**
     * Takes a request, and returns the id of its video once the request can no longer be lost.
     *
     * @param body as of {@code POST /videos}
     * @throws ProblemException if it is refused
     * @throws UnavailableException if Kafka does not take it in time
     */
    public String submit(byte[] body) {
        return videos.submit(Caller.ANYBODY, body);
    }

    /** All that is known is what was just written. */
    private static final class NoStatuses implements Statuses {

        @Override
        public Optional<VideoStatus> settled(String videoId) {
            return Optional.empty();
        }

        @Override
        public VideoPage list(VideoQuery query) {
            return new VideoPage(List.of(), Optional.empty());
        }
    }
}
