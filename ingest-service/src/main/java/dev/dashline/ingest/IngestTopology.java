package dev.dashline.ingest;

import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static dev.dashline.schemas.Topics.VIDEO_UNPUBLISHED;
import static dev.dashline.schemas.Topics.WEBHOOK_DELIVERIES;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.events.ingest.WebhookQueue;
import dev.dashline.ingest.status.StatusMerger;
import dev.dashline.ingest.status.StatusStore;
import dev.dashline.ingest.webhook.dispatch.WebhookDispatcher;
import dev.dashline.runtime.kafka.EventTopology;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/** Merges the four public topics into one status per video. Each replica has those of its partitions. */
final class IngestTopology {

    private final EventSerdes serdes;
    private final Supplier<StatusMerger> merger;
    private final Supplier<WebhookDispatcher> dispatcher;

    /**
     * @param merger makes a new one for each partition
     * @param dispatcher makes a new one for each partition
     */
    IngestTopology(EventSerdes serdes, Supplier<StatusMerger> merger, Supplier<WebhookDispatcher> dispatcher) {
        this.serdes = serdes;
        this.merger = merger;
        this.dispatcher = dispatcher;
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        EventTopology events = new EventTopology(builder, serdes);
        builder.addStateStore(
                StatusStore.builder(Stores.persistentKeyValueStore(StatusStore.NAME), serdes.of(VideoStatus.class)));
        builder.addStateStore(events.store(WebhookDispatcher.QUEUES, WebhookQueue.class));
        builder.addStateStore(Timers.store(WebhookDispatcher.TIMERS));
        KStream<String, SpecificRecord> all = events.read(VIDEO_REQUESTED)
                .merge(events.read(VIDEO_ENCODED), Named.as("with-encoded"))
                .merge(events.read(VIDEO_PUBLISHED), Named.as("with-published"))
                .merge(events.read(VIDEO_FAILED), Named.as("with-failed"))
                .merge(events.read(VIDEO_UNPUBLISHED), Named.as("with-unpublished"));
        all.process(merger::get, Named.as("add-up"), StatusStore.NAME);
        all.merge(events.read(WEBHOOK_DELIVERIES), Named.as("with-deliveries"))
                .process(
                        dispatcher::get,
                        Named.as("webhooks"),
                        StatusStore.NAME,
                        WebhookDispatcher.QUEUES,
                        WebhookDispatcher.TIMERS);
    }
}
