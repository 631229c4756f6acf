package dev.dashline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class FailureLogTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final TopicPartition PARTITION = new TopicPartition(Topics.VIDEO_FAILED.name(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Serde<VideoFailed> serde = EventSerdes.inMemory().of(Topics.VIDEO_FAILED);

    @Test
    void keepsNoBytesOfRecordsThatNothingCouldBeMadeOf() {
        VideoFailed letter = letter("letter");
        VideoFailed other = failed("other", 0).build();
        holds(letter, other, letter);

        try (FailureLog log = new FailureLog(consumer, serde.deserializer())) {
            List<FailureLog.Entry> entries = read(log);
            assertThat(entries)
                    .extracting(FailureLog.Entry::failed)
                    .containsExactly(
                            VideoFailed.newBuilder(letter)
                                    .setUndecodable(new UndecodableRecord("video-requested", 3, 42L, T0, null, null))
                                    .build(),
                            other);
            assertThat(entries).extracting(FailureLog.Entry::offset).containsExactly(2L, 1L);
        }
    }

    @Test
    void readsTheNewestFirstHoweverManyThereAre() {
        VideoFailed[] failures = IntStream.range(0, 1_700)
                .mapToObj(i -> failed("f" + i, i).build())
                .toArray(VideoFailed[]::new);
        holds(failures);

        try (FailureLog log = new FailureLog(consumer, serde.deserializer())) {
            List<VideoFailed> newestFirst = new ArrayList<>(List.of(failures));
            Collections.reverse(newestFirst);
            assertThat(read(log)).extracting(FailureLog.Entry::failed).isEqualTo(newestFirst);
        }
    }

    @Test
    void readsNoFurtherThanIsWanted() {
        holds(IntStream.range(0, 1_700)
                .mapToObj(i -> failed("f" + i, i).build())
                .toArray(VideoFailed[]::new));

        try (FailureLog log = new FailureLog(consumer, serde.deserializer())) {
            List<String> read = new ArrayList<>();
            log.read(Optional.empty(), entry -> {
                read.add(entry.failed().getEventId());
                return read.size() < 3;
            });
            assertThat(read).containsExactly("f1699", "f1698", "f1697");
            assertThat(consumer.position(PARTITION)).isEqualTo(1_700);
        }
    }

    /** Of half a million, no more are in memory than are read at a time. */
    @Test
    void keepsNoMoreThanABlock() {
        int count = 500_000;
        VideoFailed failure = failed("f", 0).build();
        holds(count, i -> VideoFailed.newBuilder(failure).setEventId("f" + i).build());

        try (FailureLog log = new FailureLog(consumer, serde.deserializer())) {
            AtomicLong next = new AtomicLong(count);
            log.read(Optional.empty(), entry -> {
                long ahead = entry.offset() - (consumer.position(PARTITION) - 800);
                return entry.offset() == next.decrementAndGet() && ahead >= 0;
            });
            assertThat(next).hasValue(0);
        }
    }

    private static List<FailureLog.Entry> read(FailureLog log) {
        List<FailureLog.Entry> entries = new ArrayList<>();
        log.read(Optional.empty(), entries::add);
        return entries;
    }

    private static VideoFailed letter(String eventId) {
        return failed(eventId, 1)
                .setUndecodable(new UndecodableRecord(
                        "video-requested",
                        3,
                        42L,
                        T0,
                        ByteBuffer.wrap(new byte[8]),
                        ByteBuffer.wrap(new byte[1 << 20])))
                .build();
    }

    /** Each poll brings what there is from the position on, as far as a consumer reads at a time. */
    private void holds(VideoFailed... records) {
        holds(records.length, i -> records[i]);
    }

    private void holds(int count, IntFunction<VideoFailed> records) {
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) count));
        bring(count, records);
    }

    private void bring(int count, IntFunction<VideoFailed> records) {
        consumer.schedulePollTask(() -> {
            int from = (int) consumer.position(PARTITION);
            for (int offset = from; offset < Math.min(from + 300, count); offset++) {
                byte[] value = serde.serializer().serialize(PARTITION.topic(), records.apply(offset));
                consumer.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        0,
                        offset,
                        T0.plusSeconds(offset).toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        0,
                        value.length,
                        new byte[0],
                        value,
                        new RecordHeaders(),
                        Optional.empty()));
            }
            bring(count, records);
        });
    }

    private static VideoFailed.Builder failed(String eventId, int second) {
        return VideoFailed.newBuilder()
                .setEventId(eventId)
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.REQUEST)
                        .setCode("UNDECODABLE_RECORD")
                        .setRetryable(false)
                        .setMessage("It is garbage.")
                        .build())
                .setFailedAt(T0.plusSeconds(second));
    }
}
