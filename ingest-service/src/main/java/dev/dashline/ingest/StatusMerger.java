package dev.dashline.ingest;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.schemas.RequestRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps each video's status and forwards it when it changes; forgets videos of which nothing was heard for long. */
final class StatusMerger implements Processor<String, SpecificRecord, String, VideoStatus> {

    static final String STATUSES = "video-statuses";

    private static final Logger log = LoggerFactory.getLogger(StatusMerger.class);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Duration retention;
    private @Nullable ProcessorContext<String, VideoStatus> context;
    private @Nullable KeyValueStore<String, VideoStatus> statuses;

    StatusMerger(Duration retention) {
        this.retention = retention;
    }

    @Override
    public void init(ProcessorContext<String, VideoStatus> context) {
        this.context = context;
        this.statuses = context.getStateStore(STATUSES);
        context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable String videoId = record.key();
        if (videoId == null || !isAbout(videoId, record.value())) {
            log.atWarn().addKeyValue("key", videoId).log("event that no video can be held to skipped");
            return;
        }
        @Nullable VideoStatus before = statuses().get(videoId);
        @Nullable VideoStatus after = applied(before, record.value());
        if (after != null && !after.equals(before)) {
            statuses().put(videoId, after);
            forward(record.withValue(after));
        }
    }

    private static @Nullable VideoStatus applied(@Nullable VideoStatus before, SpecificRecord event) {
        if (event instanceof VideoRequested request) {
            // What a cancellation comes to is told by the end of the attempt.
            return request.getAction() == RequestAction.CANCEL ? before : VideoStatuses.apply(before, request);
        } else if (event instanceof VideoEncoded encoded) {
            return VideoStatuses.apply(before, encoded);
        } else if (event instanceof VideoPublished published) {
            return VideoStatuses.apply(before, published);
        }
        return VideoStatuses.apply(before, (VideoFailed) event);
    }

    /** An invalid request is skipped: publisher-service, which ends every attempt, says publicly what is wrong with it. */
    private static boolean isAbout(String videoId, @Nullable SpecificRecord event) {
        if (event instanceof VideoRequested request) {
            return videoId.equals(request.getVideoId())
                    && RequestRules.problems(request).isEmpty();
        } else if (event instanceof VideoEncoded encoded) {
            return videoId.equals(encoded.getVideoId());
        } else if (event instanceof VideoPublished published) {
            return videoId.equals(published.getVideoId());
        }
        return event instanceof VideoFailed failed
                && failed.getVideoId().filter(videoId::equals).isPresent();
    }

    private void forget(Instant now) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, VideoStatus> all = statuses().all()) {
            while (all.hasNext()) {
                KeyValue<String, VideoStatus> each = all.next();
                if (each.value.getUpdatedAt().plus(retention).isBefore(now)) {
                    old.add(each.key);
                }
            }
        }
        for (String videoId : old) {
            statuses().delete(videoId);
            forward(new Record<>(videoId, tombstone(), now.toEpochMilli()));
        }
    }

    @SuppressWarnings("NullAway") // In a compacted topic null is how a key is removed.
    private static VideoStatus tombstone() {
        return null;
    }

    private void forward(Record<String, VideoStatus> record) {
        if (context == null) {
            throw new IllegalStateException("init() was not called");
        }
        context.forward(record);
    }

    private KeyValueStore<String, VideoStatus> statuses() {
        if (statuses == null) {
            throw new IllegalStateException("init() was not called");
        }
        return statuses;
    }
}
