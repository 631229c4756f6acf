package dev.dashline.publisher;

import static dev.dashline.publisher.Videos.GRACE;
import static dev.dashline.publisher.Videos.POLICY;
import static dev.dashline.publisher.Videos.at;
import static dev.dashline.publisher.Videos.done;
import static dev.dashline.publisher.Videos.encoded;
import static dev.dashline.publisher.Videos.refused;
import static dev.dashline.publisher.Videos.request;
import static dev.dashline.publisher.Videos.withdrawn;
import static dev.dashline.publisher.Videos.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.publication.Publication;
import dev.dashline.runtime.trace.Spans;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** An arbiter that takes over the stores of another. */
class ArbiterTest {

    private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    private final EventSerdes serdes = EventSerdes.inMemory();
    private final KeyValueStore<String, PublicationState> outstanding = store(
            Stores.inMemoryKeyValueStore(PublicationStores.OUTSTANDING),
            Serdes.String(),
            serdes.of(PublicationState.class));
    private final KeyValueStore<String, PublicationState> settled =
            store(new NeverScanned(PublicationStores.SETTLED), Serdes.String(), serdes.of(PublicationState.class));
    private final OrdersTaken orders = new OrdersTaken();
    private final Arbiter arbiter =
            new Arbiter(POLICY, orders, orders, new PublicationMetrics(new SimpleMeterRegistry(), Spans.NONE));

    ArbiterTest() {
        store(Stores.inMemoryKeyValueStore(Arbiter.TIMERS), Serdes.Bytes(), Serdes.ByteArray());
        Optional<PublicationState> requested = requested("v", 10_000);
        outstanding.put(
                "v",
                Publication.onEncoded(requested, encoded("v", 1, at(100)), POLICY, at(100))
                        .state()
                        .orElseThrow());
        outstanding.put("waiting", requested("waiting", 100_000).orElseThrow());
        context.setCurrentSystemTimeMs(at(60_000).toEpochMilli());
        arbiter.init(context);
    }

    @Test
    void ordersAgainWhatIsOutstandingAndExpectsItWithoutCallingItAnArrival() {
        assertThat(orders.orders).containsExactly("publish v/1");
        assertThat(orders.restored).containsExactly("waiting");
    }

    @Test
    void keepsWhatWasPublishedInTheStoreThatIsNeverScanned() {
        arbiter.process(new Record<>("v", done("v", 1, at(9_000)), 0));

        assertThat(outstanding.get("v")).isNull();
        assertThat(settled.get("v"))
                .satisfies(state -> assertThat(state.getPublishedAttempt()).isEqualTo(1));
    }

    @Test
    void recognisesARepeatOfWhatWasPublished() {
        arbiter.process(new Record<>("v", done("v", 1, at(9_000)), 0));
        context.resetForwards();
        arbiter.process(new Record<>("v", within("v", 1, 10_000), 0));
        arbiter.process(new Record<>("v", encoded("v", 1, at(100)), 0));
        arbiter.process(new Record<>("v", done("v", 1, at(9_500)), 0));

        assertThat(context.forwarded()).isEmpty();
        assertThat(orders.orders).containsExactly("publish v/1");
    }

    @Test
    void givesAReplayThatIsWithdrawnThePublishedAttemptToRestore() {
        arbiter.process(new Record<>("v", done("v", 1, at(9_000)), 0));
        arbiter.process(new Record<>("v", request("v", 2).build(), 0));
        assertThat(outstanding.get("v")).isNotNull();
        assertThat(settled.get("v")).isNull();

        arbiter.process(new Record<>("v", encoded("v", 2, at(61_000)), 0));
        arbiter.process(new Record<>("v", refused("v", 2, FailureCode.OUTPUT_INVALID), 0));
        PublicationResult announced = context.forwarded().stream()
                .map(forwarded -> forwarded.record().value())
                .filter(PublicationResult.class::isInstance)
                .map(PublicationResult.class::cast)
                .findFirst()
                .orElseThrow();
        arbiter.process(new Record<>("v", announced, 0));
        assertThat(orders.withdrawals)
                .singleElement()
                .satisfies(order -> assertThat(order.publishedBefore()).isEqualTo(1));
        assertThat(outstanding.get("v")).as("not confirmed yet").isNotNull();

        arbiter.process(new Record<>("v", withdrawn("v", 2), 0));
        assertThat(outstanding.get("v")).isNull();
        assertThat(settled.get("v"))
                .satisfies(state -> assertThat(state.getPublishedAttempt()).isEqualTo(1));
    }

    private static Optional<PublicationState> requested(String videoId, long within) {
        return Publication.onRequested(Optional.empty(), within(videoId, 1, within), POLICY, at(0))
                .state();
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

    private <K, V> KeyValueStore<K, V> store(KeyValueBytesStoreSupplier supplier, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(supplier, keys, values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }

    /** A store that fails when it is iterated. */
    private record NeverScanned(String name) implements KeyValueBytesStoreSupplier {

        @Override
        public String metricsScope() {
            return "test";
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new InMemoryKeyValueStore(name) {
                @Override
                public synchronized KeyValueIterator<Bytes, byte[]> all() {
                    throw new AssertionError("scanned");
                }

                @Override
                public synchronized KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
                    throw new AssertionError("scanned");
                }
            };
        }
    }
}
