package dev.dashline.runtime.kafka;

import dev.dashline.events.Failure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Makes records of {@code video-failed} that hold, byte for byte, a record that nothing could be made of. Thread-safe. */
final class DeadLetters {

    /** Streams configuration: the one of an application, for its handlers. */
    static final String CONFIG = "dashline.dead.letters";

    private final Serializer<VideoFailed> serializer;

    DeadLetters(EventSerdes serdes) {
        this.serializer = serdes.of(Topics.VIDEO_FAILED).serializer();
    }

    /** The record that was at a place. */
    static UndecodableRecord record(
            TopicPartition partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return new UndecodableRecord(
                partition.topic(),
                partition.partition(),
                offset,
                Instant.ofEpochMilli(timestamp),
                wrapped(key),
                wrapped(value));
    }

    /** The dead letter for a record: the same whenever, and however often, it is made. */
    ProducerRecord<byte[], byte[]> letter(UndecodableRecord dead, FailureCode code, String message, Exception cause) {
        VideoFailed event = VideoFailed.newBuilder()
                .setEventId(EventIds.ofRecord(dead.getTopic(), dead.getPartition(), dead.getOffset()))
                .setFailure(Failure.newBuilder()
                        .setStage(code.usualStage())
                        .setCode(code.name())
                        .setRetryable(code.retryable())
                        .setMessage(message)
                        .build())
                .setFailedAt(dead.getTimestamp()) // not now: a repeat must say the same
                .setUndecodable(dead)
                .build();
        String topic = Topics.VIDEO_FAILED.name();
        return new ProducerRecord<>(
                topic,
                null,
                dead.getKey().map(ByteBuffer::array).orElse(null),
                serializer.serialize(topic, event),
                DeadLetterHeaders.of(dead, cause));
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
