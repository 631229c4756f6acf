package dev.dashline.ingest.topic;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.video.Videos;
import dev.dashline.runtime.trace.AttemptSpan.Facts;
import dev.dashline.runtime.trace.AttemptTrace;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import dev.dashline.runtime.trace.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes requests to Kafka; knows statuses, and the requests that this replica has just written. */
public final class KafkaVideos implements Videos {

    /** More than are written within the second by which statuses may lag. */
    private static final int REMEMBERED = 10_000;

    /** Longer than statuses lag, and shorter than any retention: a status that was deleted must not come back. */
    private static final Duration COUNTS_FOR = Duration.ofHours(1);

    private final RequestWriter writer;
    private final Statuses statuses;
    private final Clock clock;
    private final Spans spans;
    private final Map<String, VideoRequested> written = Collections.synchronizedMap(new Recent());

    /**
     * @param clock the clock that requests have their time from
     * @param spans is told of each request that the brokers have
     */
    public KafkaVideos(RequestWriter writer, Statuses statuses, Clock clock, Spans spans) {
        this.writer = writer;
        this.statuses = statuses;
        this.clock = clock;
        this.spans = spans;
    }

    @Override
    public void request(VideoRequested request) {
        writer.write(request);
        written.put(request.getVideoId(), request);
        spans.add(new AttemptTrace(request.getVideoId(), request.getAttempt())
                .part("request", new Interval(request.getRequestedAt(), clock.instant()), facts(request)));
    }

    private static Facts facts(VideoRequested request) {
        return Facts.good(Map.of("dashline.tenant", request.getTenant(), "dashline.profile", request.getProfile()));
    }

    @Override
    public void revoke(VideoRequested order) {
        writer.write(order);
    }

    @Override
    public Optional<VideoStatus> find(String videoId) {
        @Nullable VideoRequested own = written.get(videoId);
        if (own == null || own.getRequestedAt().plus(COUNTS_FOR).isBefore(clock.instant())) {
            return settled(videoId);
        }
        @Nullable VideoStatus known;
        try {
            known = settled(videoId).orElse(null);
        } catch (UnavailableException e) {
            known = null;
        }
        return Optional.of(VideoStatuses.apply(known, own));
    }

    @Override
    public Optional<VideoStatus> settled(String videoId) {
        return statuses.settled(videoId);
    }

    @Override
    public VideoPage list(VideoQuery query) {
        return statuses.list(query);
    }

    /** Keeps the entries that were inserted last. */
    private static final class Recent extends LinkedHashMap<String, VideoRequested> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VideoRequested> eldest) {
            return size() > REMEMBERED;
        }
    }
}
