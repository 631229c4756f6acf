package dev.dashline.ingest.status;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.ingest.video.Events.encoded;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.published;
import static dev.dashline.ingest.video.Events.requested;
import static dev.dashline.ingest.video.Events.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusMergerTest {

    private static final Duration RETENTION = Duration.ofDays(10);
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int MANY = 2_500;

    private final EventSerdes serdes = EventSerdes.inMemory();

    /** One life of a process: what it finds in the store, and what it adds to it. */
    private final class Life {

        private final Written written = new Written();
        private final LocalStatuses local = new LocalStatuses();
        private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        private final KeyValueStore<String, Optional<VideoStatus>> store = StatusStore.builder(
                        written, serdes.of(VideoStatus.class))
                .withLoggingDisabled()
                .build();
        private final StatusMerger merger = new StatusMerger(RETENTION, local);

        Life(Instant now) {
            at(now);
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
            merger.init(context);
        }

        void at(Instant now) {
            context.setCurrentSystemTimeMs(now.toEpochMilli());
        }

        void process(String videoId, SpecificRecord event) {
            merger.process(new Record<>(videoId, event, 0));
        }

        void request(int count, String prefix, Instant at) {
            for (int i = 0; i < count; i++) {
                String videoId = prefix + i;
                process(
                        videoId,
                        aRequest().setVideoId(videoId).setRequestedAt(at).build());
            }
        }

        /** Lets what is due expire, once. */
        void tick() {
            List<CapturedPunctuator> ticks = context.scheduledPunctuators();
            assertThat(ticks).hasSize(1);
            ticks.get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
        }

        int count(String prefix) {
            int partition = context.taskId().partition();
            List<VideoStatus> all = new ArrayList<>();
            VideoQuery query = new VideoQuery(VideoFilter.NONE, Optional.empty(), 2 * MANY);
            var page = local.list(Set.of(partition), query);
            all.addAll(page.videos());
            while (page.next().isPresent()) {
                page = local.list(Set.of(partition), new VideoQuery(VideoFilter.NONE, page.next(), 2 * MANY));
                all.addAll(page.videos());
            }
            return (int) all.stream()
                    .filter(status -> status.getVideoId().startsWith(prefix))
                    .count();
        }
    }

    @Test
    void expiresManyStatusesAThousandAtATimeAndReadsNoOthers() {
        Life life = new Life(T0);
        life.request(MANY, "old", T0);
        life.at(T0.plus(AN_HOUR).plus(AN_HOUR));
        life.request(MANY, "new", T0.plus(AN_HOUR).plus(AN_HOUR));

        life.at(T0.plus(RETENTION).plus(AN_HOUR));
        life.written.read = 0;
        life.tick();
        assertThat(life.written.read).isBetween(1_000, 1_001);
        assertThat(life.count("old")).isEqualTo(1_500);
        life.tick();
        assertThat(life.count("old")).isEqualTo(500);
        life.tick();
        assertThat(life.count("old")).isZero();
        assertThat(life.count("new")).isEqualTo(MANY);
        life.written.read = 0;
        life.tick();
        assertThat(life.written.read).isZero();
    }

    @Test
    void keepsAStatusFromItsLastEventOn() {
        Life life = new Life(T0);
        life.request(1, "v", T0);
        Instant later = T0.plus(RETENTION).minus(AN_HOUR);
        life.at(later);
        life.process(
                "v0",
                VideoEncoded.newBuilder(started(1))
                        .setVideoId("v0")
                        .setEncodingStartedAt(later)
                        .build());

        life.at(T0.plus(RETENTION).plus(AN_HOUR));
        life.tick();
        assertThat(life.count("v")).isEqualTo(1);
        life.at(later.plus(RETENTION).plus(AN_HOUR));
        life.tick();
        assertThat(life.count("v")).isZero();
        assertThat(life.written.content()).isEmpty();
    }

    @Test
    void takesATimeBeyondAnyClockForNow() {
        Life life = new Life(T0);
        VideoPublished odd = VideoPublished.newBuilder(Events.published(1))
                .setPublishedAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build();
        life.process("v", odd);

        assertThat(life.count("v")).isEqualTo(1);
    }

    /**
     * What a process that is killed has written survives up to some write, and its events come again from its last
     * commit on. Every place to be killed at is tried.
     */
    @Test
    void comesToTheSameStoreWhereverItIsKilled() {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            List<SpecificRecord> events = shuffled(random);
            Life whole = new Life(T0);
            List<Integer> writesBefore = new ArrayList<>();
            for (SpecificRecord event : events) {
                writesBefore.add(whole.written.log.size());
                whole.process("v", event);
            }
            for (int survived = 0; survived <= whole.written.log.size(); survived++) {
                int left = survived;
                long processed =
                        writesBefore.stream().filter(before -> before <= left).count();
                int committed = random.nextInt((int) Math.max(1, processed));
                Life next = new Life(T0);
                next.written.replay(whole.written.log.subList(0, survived));
                events.subList(committed, events.size()).forEach(event -> next.process("v", event));
                assertThat(next.written.content())
                        .as("round %d, killed after write %d, again from event %d", round, survived, committed)
                        .isEqualTo(whole.written.content());
            }
        }
    }

    /** Killed while it expires, it does so again, and leaves nothing. */
    @Test
    void leavesNothingOfWhatExpiresWhereverItIsKilled() {
        Life whole = new Life(T0);
        whole.request(3, "v", T0);
        int before = whole.written.log.size();
        whole.at(T0.plus(RETENTION).plus(AN_HOUR));
        whole.tick();
        assertThat(whole.written.content()).isEmpty();
        for (int survived = before; survived <= whole.written.log.size(); survived++) {
            Life next = new Life(T0);
            next.written.replay(whole.written.log.subList(0, survived));
            next.at(T0.plus(RETENTION).plus(AN_HOUR));
            next.tick();
            assertThat(next.written.content())
                    .as("killed after write %d", survived)
                    .isEmpty();
        }
    }

    /** The events of three attempts, each topic in its order, the topics mixed, and some events twice. */
    private static List<SpecificRecord> shuffled(Random random) {
        List<List<SpecificRecord>> topics = List.of(
                new ArrayList<>(List.of(requested(1), requested(1), requested(2), requested(3))),
                new ArrayList<>(List.of(started(1), started(2), encoded(2), started(3), encoded(3))),
                new ArrayList<>(List.of(published(3), published(3))),
                new ArrayList<>(List.of(failed(1), failed(2), failed(2))));
        List<List<SpecificRecord>> left = new ArrayList<>(topics);
        List<SpecificRecord> events = new ArrayList<>();
        while (!left.isEmpty()) {
            List<SpecificRecord> topic = left.get(random.nextInt(left.size()));
            events.add(topic.remove(0));
            left.removeIf(List::isEmpty);
        }
        return Collections.unmodifiableList(events);
    }

    /** A store in memory that remembers every write in its order, and counts what is iterated. */
    private static final class Written implements KeyValueBytesStoreSupplier {

        private final List<Map.Entry<Bytes, Optional<byte[]>>> log = new ArrayList<>();
        private final InMemoryKeyValueStore store = new InMemoryKeyValueStore(name()) {
            @Override
            public synchronized void put(Bytes key, byte @Nullable [] value) {
                log.add(Map.entry(key, Optional.ofNullable(value)));
                super.put(key, value);
            }

            @Override
            public synchronized byte @Nullable [] delete(Bytes key) {
                byte[] before = get(key);
                put(key, null);
                return before;
            }

            @Override
            public synchronized KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
                return new Counted(super.range(from, to));
            }
        };
        private int read;

        void replay(List<Map.Entry<Bytes, Optional<byte[]>>> writes) {
            writes.forEach(write -> store.put(write.getKey(), write.getValue().orElse(null)));
        }

        Map<String, List<Byte>> content() {
            Map<String, List<Byte>> content = new TreeMap<>();
            try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> content.put(entry.key.toString(), bytes(entry.value)));
            }
            return content;
        }

        private static List<Byte> bytes(byte[] value) {
            Byte[] boxed = new Byte[value.length];
            Arrays.setAll(boxed, i -> value[i]);
            return List.of(boxed);
        }

        @Override
        public String name() {
            return StatusStore.NAME;
        }

        @Override
        public String metricsScope() {
            return "test";
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return store;
        }

        private final class Counted implements KeyValueIterator<Bytes, byte[]> {

            private final KeyValueIterator<Bytes, byte[]> all;

            Counted(KeyValueIterator<Bytes, byte[]> all) {
                this.all = all;
            }

            @Override
            public void close() {
                all.close();
            }

            @Override
            public Bytes peekNextKey() {
                return all.peekNextKey();
            }

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                read++;
                return all.next();
            }
        }
    }
}
