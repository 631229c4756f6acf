package dev.dashline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoProgress;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.VIDEO_PROGRESS.name(), 0);
    private static final long END = 9;

    static {
        TrustedEvents.vouch();
    }

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
    private final EventSerdes serdes = EventSerdes.inMemory();
    private final Deserializer<VideoProgress> values =
            serdes.of(Topics.VIDEO_PROGRESS).deserializer();
    private final List<String> heard = new ArrayList<>();
    private boolean registryIsAway;
    private final ProgressReader reader = new ProgressReader(
            () -> consumer, this::deserialized, this::hear, new Supervisor(new SimpleMeterRegistry()));
    private final ProgressReader.Reading reading = reader.reading(consumer);

    ProgressReaderTest() {
        Node node = Node.noNode();
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        reading.step();
    }

    @Test
    void goesOnAfterARecordWithoutAValue() {
        add(0, null);
        add(1, progress("a"));

        reading.step();

        assertThat(heard).containsExactly("a");
    }

    @Test
    void goesOnAfterWhatTheListenerCannotMakeUseOf() {
        add(0, progress("bad"));
        add(1, progress("a"));

        reading.step();

        assertThat(heard).containsExactly("a");
    }

    @Test
    void stepsOverGarbageAndNothingElse() {
        add(0, progress("a"));
        add(1, new byte[] {1, 2, 3});
        add(2, progress("b"));

        reading.step();

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void goesOnFromTheEndAfterARegistryThatWasAway() {
        add(0, progress("a"));
        add(1, progress("b"));
        consumer.updateEndOffsets(Map.of(PARTITION, END));
        registryIsAway = true;

        reading.step();

        assertThat(heard).isEmpty();
        assertThat(consumer.position(PARTITION)).isEqualTo(END);
    }

    private VideoProgress deserialized(String topic, byte[] bytes) {
        if (registryIsAway) {
            throw new RegistryUnavailableException("no answer", null);
        }
        return values.deserialize(topic, bytes);
    }

    private void hear(VideoProgress event) {
        if (event.getTaskId().equals("bad")) {
            throw new IllegalArgumentException("bad");
        }
        heard.add(event.getTaskId());
    }

    @SuppressWarnings("NullAway") // a record may have no value
    private void add(long offset, byte @Nullable [] event) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "v", event));
    }

    private byte[] progress(String taskId) {
        VideoProgress event = VideoProgress.newBuilder()
                .setVideoId("v")
                .setAttempt(1)
                .setTaskId(taskId)
                .setEpoch(1)
                .setWorker("w")
                .setDoneMillis(1_000)
                .setTotalMillis(20_000)
                .setAt(Instant.EPOCH)
                .build();
        return serdes.of(Topics.VIDEO_PROGRESS).serializer().serialize(Topics.VIDEO_PROGRESS.name(), event);
    }
}
