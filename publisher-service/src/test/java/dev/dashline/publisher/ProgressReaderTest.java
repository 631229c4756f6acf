package dev.dashline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoProgress;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.VIDEO_PROGRESS.name(), 0);
    private static final long GARBAGE = 3;
    private static final long END = 9;

    static {
        TrustedEvents.vouch();
    }

    private final MockConsumer<String, VideoProgress> consumer = new MockConsumer<>("latest");
    private final List<String> heard = new ArrayList<>();
    private final ProgressReader reader =
            new ProgressReader(consumer, this::hear, new Supervisor(new SimpleMeterRegistry()));

    ProgressReaderTest() {
        Node node = Node.noNode();
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, node, new Node[] {node}, new Node[] {node})));
        reader.begin();
        endAt(0);
        reader.read();
    }

    @Test
    void goesOnAfterARecordWithoutAValue() {
        add(0, null);
        add(1, progress("a"));

        reader.read();

        assertThat(heard).containsExactly("a");
    }

    @Test
    void goesOnAfterWhatTheListenerCannotMakeUseOf() {
        add(0, progress("bad"));
        add(1, progress("a"));

        reader.read();

        assertThat(heard).containsExactly("a");
    }

    @Test
    void stepsOverGarbageAndNothingElse() {
        endAt(END);
        consumer.setPollException(garbage(new SerializationException("not in the wire format")));

        reader.read();

        assertThat(consumer.position(PARTITION)).isEqualTo(GARBAGE + 1);
    }

    @Test
    void goesOnFromTheEndAfterARegistryThatWasAway() {
        endAt(END);
        consumer.setPollException(garbage(new RegistryUnavailableException("no answer", null)));

        reader.read();

        assertThat(consumer.position(PARTITION)).isEqualTo(END);
    }

    private void hear(VideoProgress event) {
        if (event.getTaskId().equals("bad")) {
            throw new IllegalArgumentException("bad");
        }
        heard.add(event.getTaskId());
    }

    private void endAt(long offset) {
        Map<TopicPartition, Long> ends =
                consumer.assignment().stream().collect(Collectors.toMap(Function.identity(), each -> offset));
        consumer.updateEndOffsets(ends);
    }

    @SuppressWarnings("NullAway") // a record may have no value
    private void add(long offset, @Nullable VideoProgress event) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "v", event));
    }

    private static VideoProgress progress(String taskId) {
        return VideoProgress.newBuilder()
                .setVideoId("v")
                .setAttempt(1)
                .setTaskId(taskId)
                .setEpoch(1)
                .setWorker("w")
                .setDoneMillis(1_000)
                .setTotalMillis(20_000)
                .setAt(Instant.EPOCH)
                .build();
    }

    private static RecordDeserializationException garbage(RuntimeException cause) {
        return new RecordDeserializationException(
                RecordDeserializationException.DeserializationExceptionOrigin.VALUE,
                PARTITION,
                GARBAGE,
                0,
                TimestampType.CREATE_TIME,
                null,
                null,
                new RecordHeaders(),
                "cannot be read",
                cause);
    }
}
