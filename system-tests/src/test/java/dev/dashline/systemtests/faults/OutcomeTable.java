package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.history.AttemptId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A table of all attempts as any consumer can keep it. It reads only {@code video-published} and {@code
 * video-failed}, and only committed records. A row is an ended attempt with {@code published} or its failure's code.
 * Repeats change nothing. Thread-safe.
 */
final class OutcomeTable implements AutoCloseable {

    private final Map<AttemptId, String> rows = new HashMap<>();
    private final TopicFollower follower;

    OutcomeTable(KafkaSettings kafka) {
        this.follower = TopicFollower.start(
                "table",
                kafka,
                List.of(Topics.VIDEO_PUBLISHED, Topics.VIDEO_FAILED),
                (record, event) -> event.ifPresent(this::keep));
    }

    synchronized Map<AttemptId, String> rows() {
        return Map.copyOf(rows);
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
    }

    private synchronized void keep(SpecificRecord event) {
        if (event instanceof VideoPublished published) {
            rows.put(new AttemptId(published.getVideoId(), published.getAttempt()), "published");
        } else if (event instanceof VideoFailed failed
                && failed.getUndecodable().isEmpty()) {
            failed.getVideoId()
                    .ifPresent(videoId -> rows.put(
                            new AttemptId(videoId, failed.getAttempt()),
                            failed.getFailure().getCode()));
        }
    }
}
