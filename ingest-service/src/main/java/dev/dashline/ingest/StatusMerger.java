package dev.dashline.ingest;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.runtime.kafka.VideoProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each video's status and forwards it when it changes; deletes it after its retention.
 *
 * <p>Each video has one timer. An event does not move it, which would cost a write each time: a timer that comes too
 * early, because of events since, is set again.
 */
final class StatusMerger extends VideoProcessor<VideoStatus, VideoStatus> {

    static final String STATUSES = "video-statuses";
    static final String TIMERS = "video-status-timers";

    private static final Logger log = LoggerFactory.getLogger(StatusMerger.class);

    /**
     * Statuses that expire within one such period are deleted together: an alarm of its own for each would be a
     * transaction each.
     */
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);

    private final Duration retention;

    StatusMerger(Duration retention) {
        super(STATUSES, TIMERS);
        this.retention = retention;
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable String videoId = record.key();
        Optional<StatusChange> change = videoId == null ? Optional.empty() : StatusChange.of(videoId, record.value());
        if (videoId == null || change.isEmpty()) {
            log.atWarn().addKeyValue("key", videoId).log("event skipped: invalid, or not about the video of its key");
            return;
        }
        @Nullable VideoStatus before = states().get(videoId);
        @Nullable VideoStatus after = change.get().apply(before);
        if (after != null && !after.equals(before)) {
            states().put(videoId, after);
            if (before == null) {
                setTimer(after);
            }
            forward(record.withValue(after));
        }
    }

    /** Deletes the status, unless an event has come since the timer was set. */
    @Override
    protected void wake(String videoId) {
        @Nullable VideoStatus status = states().get(videoId);
        if (status == null) {
            return;
        }
        if (expiresAt(status).isAfter(now())) {
            setTimer(status);
        } else {
            states().delete(videoId);
            forward(videoId, tombstone());
        }
    }

    private void setTimer(VideoStatus status) {
        long period = EXPIRE_EVERY.toMillis();
        long periods = (expiresAt(status).toEpochMilli() + period - 1) / period;
        timers().set(Instant.ofEpochMilli(periods * period), status.getVideoId());
    }

    /** A time of an event that is yet to come, by a clock that is wrong, counts as now. */
    private Instant expiresAt(VideoStatus status) {
        Instant updatedAt = status.getUpdatedAt();
        Instant heardAt = updatedAt.isAfter(now()) ? now() : updatedAt;
        Instant due = heardAt.plus(retention);
        return due.isBefore(Instant.EPOCH) ? Instant.EPOCH : due;
    }

    @SuppressWarnings("NullAway") // In a compacted topic null is how a key is removed.
    private static VideoStatus tombstone() {
        return null;
    }
}
