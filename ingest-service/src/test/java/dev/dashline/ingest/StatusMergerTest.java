package dev.dashline.ingest;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.ingest.video.Events.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Events;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** How many statuses expire. */
class StatusMergerTest {

    private static final Duration RETENTION = Duration.ofDays(10);
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int MANY = 2_500;

    private final MockProcessorContext<String, VideoStatus> context = new MockProcessorContext<>();
    private final KeyValueStore<String, VideoStatus> statuses = Stores.keyValueStoreBuilder(
                    new NeverScanned(), Serdes.String(), EventSerdes.inMemory().of(Topics.INGEST_VIDEO_STATUS))
            .withLoggingDisabled()
            .build();
    private final StatusMerger merger = new StatusMerger(RETENTION);

    StatusMergerTest() {
        add(statuses);
        add(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StatusMerger.TIMERS), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build());
        at(T0);
        merger.init(context);
    }

    @Test
    void expiresManyStatusesAThousandAtATimeAndReadsNoOthers() {
        request(MANY, "old", T0);
        at(T0.plus(AN_HOUR).plus(AN_HOUR));
        request(MANY, "new", T0.plus(AN_HOUR).plus(AN_HOUR));
        context.resetForwards();

        at(T0.plus(RETENTION).plus(AN_HOUR));
        assertThat(ring()).isEqualTo(1_000);
        assertThat(ring()).isEqualTo(1_000);
        assertThat(ring()).isEqualTo(500);
        assertThat(context.forwarded()).hasSize(MANY).allSatisfy(forwarded -> {
            assertThat(forwarded.record().key()).startsWith("old");
            assertThat(forwarded.record().value()).isNull();
        });
        assertThat(statuses.approximateNumEntries()).isEqualTo(MANY);
    }

    @Test
    void waitsForOneAlarmThoughManyStatusesExpireWithinAnHour() {
        for (int i = 0; i < 10; i++) {
            request(1, "v" + i, T0.plusSeconds(i));
        }
        at(T0.plus(RETENTION).plus(AN_HOUR));

        assertThat(ring()).isEqualTo(10);
        assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
    }

    @Test
    void keepsAStatusFromItsLastEventOn() {
        request(1, "v", T0);
        Instant later = T0.plus(RETENTION).minus(AN_HOUR);
        at(later);
        VideoEncoded started = VideoEncoded.newBuilder(started(1))
                .setVideoId("v0")
                .setEncodingStartedAt(later)
                .build();
        process("v0", started);

        at(T0.plus(RETENTION).plus(AN_HOUR));
        assertThat(ring()).isZero();
        assertThat(statuses.get("v0")).isNotNull();
        at(later.plus(RETENTION).plus(AN_HOUR));
        assertThat(ring()).isEqualTo(1);
    }

    @Test
    void takesATimeBeyondAnyClockForNow() {
        VideoPublished odd = VideoPublished.newBuilder(Events.published(1))
                .setPublishedAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build();
        process("v", odd);

        assertThat(statuses.get("v")).isNotNull();
    }

    private void request(int count, String prefix, Instant at) {
        for (int i = 0; i < count; i++) {
            String videoId = prefix + i;
            process(videoId, aRequest().setVideoId(videoId).setRequestedAt(at).build());
        }
    }

    private void process(String videoId, SpecificRecord event) {
        merger.process(new Record<>(videoId, event, 0));
    }

    private void at(Instant now) {
        context.setCurrentSystemTimeMs(now.toEpochMilli());
    }

    /** Runs the alarms that are set, of the timers and of a commit; returns how many statuses expired. */
    private int ring() {
        int before = context.forwarded().size();
        List<CapturedPunctuator> alarms = context.scheduledPunctuators().stream()
                .filter(each -> !each.cancelled())
                .toList();
        assertThat(alarms).hasSizeBetween(1, 2);
        alarms.forEach(alarm -> alarm.getPunctuator().punctuate(context.currentSystemTimeMs()));
        return context.forwarded().size() - before;
    }

    private void add(StateStore store) {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    /** A store that fails when it is iterated. */
    private static final class NeverScanned implements KeyValueBytesStoreSupplier {

        @Override
        public String name() {
            return StatusMerger.STATUSES;
        }

        @Override
        public String metricsScope() {
            return "test";
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new InMemoryKeyValueStore(name()) {
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
