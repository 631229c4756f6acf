package dev.dashline.ingest.status;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.status.StatusStore.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the status of each video of one partition, and shows the partition to {@link LocalStatuses}; deletes a status
 * after its retention. Bears it that events come again: it runs at least once.
 *
 * <p>An event does not move the expiry of its video, which would cost a write each time. An expiry that comes too
 * early, because of events since, is set again.
 */
public final class StatusMerger implements Processor<String, SpecificRecord, Void, Void> {

    private static final Logger log = LoggerFactory.getLogger(StatusMerger.class);

    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);
    /** Then events are processed before further statuses expire. */
    private static final int EXPIRED_AT_ONCE = 1_000;

    private final Duration retention;
    private final LocalStatuses local;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable StatusStore statuses;

    /**
     * @param retention how long a status is kept after its video's last event
     * @param local gets to know the partition
     */
    public StatusMerger(Duration retention, LocalStatuses local) {
        this.retention = retention;
        this.local = local;
    }

    /** Called once the store has all that it had before. */
    @Override
    public void init(ProcessorContext<Void, Void> context) {
        KeyValueStore<String, Optional<VideoStatus>> store = context.getStateStore(StatusStore.NAME);
        StatusStore opened = new StatusStore(store);
        this.context = context;
        this.statuses = opened;
        context.schedule(EXPIRE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> expire(opened));
        local.opened(context.taskId().partition(), opened);
    }

    @Override
    public void close() {
        if (context != null && statuses != null) {
            local.closed(context.taskId().partition(), statuses);
        }
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable String videoId = record.key();
        Optional<StatusChange> change = videoId == null ? Optional.empty() : StatusChange.of(videoId, record.value());
        if (videoId == null || change.isEmpty()) {
            log.atWarn().addKeyValue("key", videoId).log("event skipped: invalid, or not about the video of its key");
            return;
        }
        StatusStore store = initialised(statuses);
        @Nullable VideoStatus before = store.find(videoId).orElse(null);
        @Nullable VideoStatus after = change.get().apply(before);
        if (after == null || after.equals(before)) {
            return;
        }
        if (before == null) {
            store.add(after, expiresAt(after));
        } else {
            store.replace(before, after);
        }
    }

    private void expire(StatusStore store) {
        Instant now = now();
        for (Expiry expiry : store.due(now, EXPIRED_AT_ONCE)) {
            Optional<VideoStatus> status = store.find(expiry.videoId());
            status.ifPresent(present -> {
                Instant due = expiresAt(present);
                if (due.isAfter(now)) {
                    store.setExpiry(expiry.videoId(), due);
                } else {
                    store.remove(present);
                }
            });
            store.delete(expiry);
        }
    }

    /** A time of an event that is yet to come, by a clock that is wrong, counts as now. */
    private Instant expiresAt(VideoStatus status) {
        Instant updatedAt = status.getUpdatedAt();
        Instant heardAt = updatedAt.isAfter(now()) ? now() : updatedAt;
        return heardAt.plus(retention);
    }

    private Instant now() {
        return Instant.ofEpochMilli(initialised(context).currentSystemTimeMs());
    }

    private static <T> T initialised(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("init() was not called");
        }
        return value;
    }
}
