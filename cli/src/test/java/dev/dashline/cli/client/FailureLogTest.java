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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class FailureLogTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final TopicPartition PARTITION = new TopicPartition(Topics.VIDEO_FAILED.name(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Serde<VideoFailed> serde = EventSerdes.inMemory().of(Topics.VIDEO_FAILED);

    @Test
    void keepsNoBytesOfRecordsThatNothingCouldBeMadeOf() {
        VideoFailed letter = failed("letter", 1)
                .setUndecodable(new UndecodableRecord(
                        "video-requested",
                        3,
                        42L,
                        T0,
                        ByteBuffer.wrap(new byte[8]),
                        ByteBuffer.wrap(new byte[1 << 20])))
                .build();
        VideoFailed earlier = failed("earlier", 0).build();
        holds(letter, earlier, letter);

        List<FailureLog.Entry> entries = FailureLog.read(consumer, serde.deserializer(), Optional.empty());

        assertThat(entries)
                .containsExactly(
                        new FailureLog.Entry(earlier, PARTITION, 1),
                        new FailureLog.Entry(
                                VideoFailed.newBuilder(letter)
                                        .setUndecodable(
                                                new UndecodableRecord("video-requested", 3, 42L, T0, null, null))
                                        .build(),
                                PARTITION,
                                0));
    }

    private void holds(VideoFailed... records) {
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records.length));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < records.length; offset++) {
                byte[] value = serde.serializer().serialize(PARTITION.topic(), records[offset]);
                consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], value));
            }
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
