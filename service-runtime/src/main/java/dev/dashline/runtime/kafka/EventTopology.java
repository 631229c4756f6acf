package dev.dashline.runtime.kafka;

import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Reads topics into one stream of events and writes streams of events to topics. Names every node after its topic. Not
 * thread-safe.
 *
 * <p>The names are part of the deployed topology. Changing one also renames the internal topics and stores that Kafka
 * Streams derives from it.
 */
public final class EventTopology {

    private final StreamsBuilder builder;
    private final EventSerdes serdes;

    /** @param builder receives the nodes */
    public EventTopology(StreamsBuilder builder, EventSerdes serdes) {
        this.builder = builder;
        this.serdes = serdes;
    }

    /** The records of a topic. The value of a tombstone is {@code null}. */
    public KStream<String, SpecificRecord> read(Topic<?> topic) {
        return readTyped(topic).mapValues(SpecificRecord.class::cast, Named.as(topic.name() + "-event"));
    }

    private <V extends SpecificRecord> KStream<String, V> readTyped(Topic<V> topic) {
        return builder.stream(
                topic.name(), Consumed.with(Serdes.String(), serdes.of(topic)).withName(topic.name()));
    }

    /** Writes the events of the topic's type to that topic. */
    public <V extends SpecificRecord> void write(KStream<String, SpecificRecord> events, Topic<V> topic) {
        only(events, topic, event -> true).to(topic.name(), produced(topic));
    }

    /**
     * Writes the events of the topic's type that {@code which} accepts to topics of its kind.
     *
     * @param name the name of an event's topic, which has to exist
     */
    public <V extends SpecificRecord> void write(
            KStream<String, SpecificRecord> events, Topic<V> topic, Predicate<V> which, Function<V, String> name) {
        only(events, topic, which).to(new NamedByEvent<>(topic, name), produced(topic));
    }

    private record NamedByEvent<V extends SpecificRecord>(Topic<V> topic, Function<V, String> name)
            implements TopicNameExtractor<String, V> {

        @Override
        public String extract(String key, V event, RecordContext context) {
            return name.apply(event);
        }

        /** Stands in the description of the topology. */
        @Override
        public String toString() {
            return topic.name() + " and others";
        }
    }

    private static <V extends SpecificRecord> KStream<String, V> only(
            KStream<String, SpecificRecord> events, Topic<V> topic, Predicate<V> which) {
        Class<V> type = topic.valueType();
        return events.filter(
                        (key, event) -> type.isInstance(event) && which.test(type.cast(event)),
                        Named.as("only-" + topic.name()))
                .mapValues(type::cast, Named.as("as-" + topic.name()));
    }

    /** How to write records of a topic, for a stream that already has the topic's type. */
    public <V extends SpecificRecord> Produced<String, V> produced(Topic<V> topic) {
        return Produced.with(Serdes.String(), serdes.of(topic)).withName("to-" + topic.name());
    }

    /** A persistent store of records by key. */
    public <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serdes.of(type));
    }
}
