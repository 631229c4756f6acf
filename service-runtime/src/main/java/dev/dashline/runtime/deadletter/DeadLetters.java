package dev.dashline.runtime.deadletter;

import dev.dashline.events.Failure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Builds dead letters: records of {@code video-failed} that hold an unusable record, byte for byte unless the letter
 * would become too large to send. Thread-safe.
 */
public final class DeadLetters {

    /** Streams configuration key: the application's dead letters, for its exception handlers. */
    static final String CONFIG = "dashline.dead.letters";

    /** The letter has the key twice, in its value and as its own key. The limits leave room for its other fields. */
    private static final int LARGEST_KEY = 64 << 10;

    private static final int LARGEST_VALUE = Topics.VIDEO_FAILED.largestRecord() - (1 << 20);

    private final Serializer<VideoFailed> serializer;

    private final MeterRegistry meters;

    private DeadLetters(EventSerdes serdes, Set<String> reported, MeterRegistry meters) {
        this.meters = meters;
        reported.forEach(this::counter); // so that there is something to see before the first letter
        this.serializer = serdes.of(Topics.VIDEO_FAILED).serializer();
    }

    /**
     * The Streams configuration by which an application treats records that it cannot process as this package says.
     *
     * @param reported names of the topics whose undecodable records the application writes to {@code video-failed}
     * @param meters where letters are counted
     */
    public static Map<String, Object> config(EventSerdes serdes, Set<String> reported, MeterRegistry meters) {
        return Map.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                DeadLetterHandler.class,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                PoisonHandler.class,
                CONFIG,
                new DeadLetters(serdes, reported, meters),
                DeadLetterHandler.REPORTED_TOPICS,
                reported);
    }

    /** Describes the record at a position of a topic. */
    public static UndecodableRecord record(
            TopicPartition partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return new UndecodableRecord(
                partition.topic(),
                partition.partition(),
                offset,
                Instant.ofEpochMilli(timestamp),
                wrapped(key),
                wrapped(value));
    }

    /** The dead letter for a record. Deterministic, so that a retry writes the same letter. */
    ProducerRecord<byte[], byte[]> letter(UndecodableRecord dead, FailureCode code, String message, Exception cause) {
        counter(dead.getTopic()).increment();
        VideoFailed event = event(dead, code, message);
        String topic = Topics.VIDEO_FAILED.name();
        return new ProducerRecord<>(
                topic,
                null,
                event.getUndecodable()
                        .flatMap(UndecodableRecord::getKey)
                        .map(ByteBuffer::array)
                        .orElse(null),
                serializer.serialize(topic, event),
                DeadLetterHeaders.of(dead, cause));
    }

    private Counter counter(String topic) {
        return Counter.builder("dashline.dead.letters")
                .description("Records that could not be processed, by topic; one that is tried again counts again")
                .tag("topic", topic)
                .register(meters);
    }

    /** The value of the dead letter for a record. It has no videoId, since no field of the record can be trusted. */
    public static VideoFailed event(UndecodableRecord dead, FailureCode code, String message) {
        StringBuilder said = new StringBuilder(Excerpts.of(message));
        UndecodableRecord kept = UndecodableRecord.newBuilder(dead)
                .setKey(Excerpts.of("key", dead.getKey(), LARGEST_KEY, said))
                .setValue(Excerpts.of("value", dead.getValue(), LARGEST_VALUE, said))
                .build();
        return VideoFailed.newBuilder()
                .setEventId(EventIds.ofRecord(dead.getTopic(), dead.getPartition(), dead.getOffset()))
                .setFailure(Failure.newBuilder()
                        .setStage(code.usualStage())
                        .setCode(code.name())
                        .setRetryable(code.retryable())
                        .setMessage(said.toString())
                        .build())
                .setFailedAt(dead.getTimestamp()) // not the current time: a retry must write the same letter
                .setUndecodable(kept)
                .build();
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
