package dev.dashline.publisher;

import static dev.dashline.schemas.Topics.PUBLISHER_RESULTS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The arbiter's topology: reads requests, the encoder's reports and the publishers' results, and writes the terminal event of every
 * attempt. {@link dev.dashline.publisher.publication.Publication} decides, video by video.
 */
final class PublisherTopology {

    private final EventSerdes serdes;
    private final Supplier<Arbiter> arbiter;

    /**
     * @param arbiter makes a new one for each partition
     */
    PublisherTopology(EventSerdes serdes, Supplier<Arbiter> arbiter) {
        this.serdes = serdes;
        this.arbiter = arbiter;
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        builder.addStateStore(store(PublicationStores.OUTSTANDING));
        builder.addStateStore(store(PublicationStores.SETTLED));
        builder.addStateStore(Timers.store(Arbiter.TIMERS));
        KStream<String, SpecificRecord> decided = read(builder, VIDEO_REQUESTED)
                .merge(read(builder, VIDEO_ENCODED), Named.as("with-encoded"))
                .merge(read(builder, PUBLISHER_RESULTS), Named.as("with-results"))
                .process(
                        arbiter::get,
                        Named.as("arbiter"),
                        PublicationStores.OUTSTANDING,
                        PublicationStores.SETTLED,
                        Arbiter.TIMERS);
        write(decided, VideoPublished.class, VIDEO_PUBLISHED);
        write(decided, VideoFailed.class, VIDEO_FAILED);
        write(decided, PublicationResult.class, PUBLISHER_RESULTS);
    }

    private StoreBuilder<KeyValueStore<String, PublicationState>> store(String name) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.String(), serdes.of(PublicationState.class));
    }

    private <V extends SpecificRecord> KStream<String, SpecificRecord> read(StreamsBuilder builder, Topic<V> topic) {
        return builder.stream(
                        topic.name(),
                        Consumed.with(Serdes.String(), serdes.of(topic)).withName(topic.name()))
                .mapValues(SpecificRecord.class::cast, Named.as(topic.name() + "-event"));
    }

    private <V extends SpecificRecord> void write(
            KStream<String, SpecificRecord> decided, Class<V> type, Topic<V> topic) {
        decided.filter((videoId, value) -> type.isInstance(value), Named.as("only-" + topic.name()))
                .mapValues(type::cast, Named.as("as-" + topic.name()))
                .to(
                        topic.name(),
                        Produced.with(Serdes.String(), serdes.of(topic)).withName("to-" + topic.name()));
    }
}
