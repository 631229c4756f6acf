package dev.dashline.publisher;

import static dev.dashline.publisher.Videos.GRACE;
import static dev.dashline.publisher.Videos.POLICY;
import static dev.dashline.publisher.Videos.at;
import static dev.dashline.publisher.Videos.done;
import static dev.dashline.publisher.Videos.encoded;
import static dev.dashline.publisher.Videos.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.publication.Publication;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** An arbiter that begins with what another has left. */
class ArbiterTest {

    private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    private final KeyValueStore<String, PublicationState> states =
            store(Arbiter.PUBLICATIONS, Serdes.String(), EventSerdes.inMemory().of(PublicationState.class));
    private final Arbiter arbiter =
            new Arbiter(POLICY, new OrdersTaken(), new PublicationMetrics(new SimpleMeterRegistry()));

    ArbiterTest() {
        store(Arbiter.TIMERS, Serdes.Bytes(), Serdes.ByteArray());
        Optional<PublicationState> requested = Publication.onRequested(
                        Optional.empty(), within("v", 1, 10_000), POLICY, at(0))
                .state();
        states.put(
                "v",
                Publication.onEncoded(requested, encoded("v", 1, at(100)), POLICY, at(100))
                        .state()
                        .orElseThrow());
        context.setCurrentSystemTimeMs(at(60_000).toEpochMilli());
        arbiter.init(context);
    }

    @Test
    void failsNothingBeforeItCanHaveHeardThatItWasPublishedInTime() {
        arbiter.wake("v");
        assertThat(context.forwarded()).isEmpty();

        arbiter.process(new Record<>("v", done("v", 1, at(9_000)), 0));
        assertThat(context.forwarded())
                .singleElement()
                .satisfies(forwarded -> assertThat(forwarded.record().value()).isInstanceOf(VideoPublished.class));
    }

    @Test
    void failsWhatIsLateOnceItWouldHaveHeard() {
        context.setCurrentSystemTimeMs(at(60_000).plus(GRACE).toEpochMilli());
        arbiter.wake("v");

        assertThat(context.forwarded())
                .first()
                .satisfies(forwarded -> assertThat(forwarded.record().value()).isInstanceOf(VideoFailed.class));
    }

    private <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }
}
