package dev.dashline.ingest;

import static dev.dashline.schemas.Topics.INGEST_VIDEO_STATUS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.runtime.kafka.EventTopology;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * Merges the four public topics into one status per video; each replica reads the statuses of all videos back into a
 * table.
 */
final class IngestTopology {

    private final EventSerdes serdes;
    private final Duration retention;

    /**
     * @param retention how long a status is kept after its video's last event
     */
    IngestTopology(EventSerdes serdes, Duration retention) {
        this.serdes = serdes;
        this.retention = retention;
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        addUp(builder);
        readBack(builder);
    }

    private void addUp(StreamsBuilder builder) {
        EventTopology events = new EventTopology(builder, serdes);
        builder.addStateStore(events.store(StatusMerger.STATUSES, VideoStatus.class));
        builder.addStateStore(Timers.store(StatusMerger.TIMERS));
        events.read(VIDEO_REQUESTED)
                .merge(events.read(VIDEO_ENCODED), Named.as("with-encoded"))
                .merge(events.read(VIDEO_PUBLISHED), Named.as("with-published"))
                .merge(events.read(VIDEO_FAILED), Named.as("with-failed"))
                .process(
                        () -> new StatusMerger(retention),
                        Named.as("add-up"),
                        StatusMerger.STATUSES,
                        StatusMerger.TIMERS)
                .to(INGEST_VIDEO_STATUS.name(), events.produced(INGEST_VIDEO_STATUS));
    }

    private void readBack(StreamsBuilder builder) {
        builder.addGlobalStore(
                StatusIndex.store(Stores.persistentKeyValueStore(StatusIndex.STORE), serdes.of(INGEST_VIDEO_STATUS)),
                INGEST_VIDEO_STATUS.name(),
                Consumed.with(Serdes.String(), serdes.of(INGEST_VIDEO_STATUS)).withName(INGEST_VIDEO_STATUS.name()),
                StatusIndex::new);
    }
}
