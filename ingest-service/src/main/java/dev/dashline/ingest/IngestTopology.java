package dev.dashline.ingest;

import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static dev.dashline.schemas.Topics.VIDEO_UNPUBLISHED;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.runtime.kafka.EventTopology;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/** Merges the four public topics into one status per video. Each replica has those of its partitions. */
final class IngestTopology {

    private final EventSerdes serdes;
    private final Duration retention;
    private final LocalStatuses local;

    /**
     * @param retention how long a status is kept after its video's last event
     * @param local gets to know the partitions of this replica
     */
    IngestTopology(EventSerdes serdes, Duration retention, LocalStatuses local) {
        this.serdes = serdes;
        this.retention = retention;
        this.local = local;
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        EventTopology events = new EventTopology(builder, serdes);
        builder.addStateStore(
                StatusStore.builder(Stores.persistentKeyValueStore(StatusStore.NAME), serdes.of(VideoStatus.class)));
        events.read(VIDEO_REQUESTED)
                .merge(events.read(VIDEO_ENCODED), Named.as("with-encoded"))
                .merge(events.read(VIDEO_PUBLISHED), Named.as("with-published"))
                .merge(events.read(VIDEO_FAILED), Named.as("with-failed"))
                .merge(events.read(VIDEO_UNPUBLISHED), Named.as("with-unpublished"))
                .process(() -> new StatusMerger(retention, local), Named.as("add-up"), StatusStore.NAME);
    }
}
